import { problemCodes, type PlanProblem } from '../../lib/model/planProblem'
import { t } from '../ui/words'

/** A problem of a plan file as a sentence; its values come in the order in which `problemCodes` lists them. */
export const problemWords = ({ code, values }: PlanProblem): string => t(`plan_problem_${code}`, ...problemCodes[code].map(name => values[name] ?? ''))
