import { fail, type RecordRef, type Result, type Wanted } from '../crm/adapter'
import type { GroupFigures } from '../model/group'
import type { Reader } from './refresh'
import { knownSpace } from './space'

/** What a group sold, asked in the session of exactly the user to whom it is shown. */
export async function groupFor(
  { db, connect }: Reader, ref: RecordRef, space: string, period: { readonly from: string; readonly to: string }, revenue: Wanted['revenue'],
): Promise<Result<GroupFigures | null>> {
  const connection = connect(ref.crm, ref.org)
  const isTheirs = async (): Promise<boolean> => {
    const known = await knownSpace(db, ref.crm, ref.org, connection)
    return typeof known === 'object' && known.space === space
  }
  if (!(await isTheirs())) return fail({ kind: 'signedOut' })
  const figures = await connection.group(ref.id, period, revenue)
  return (await isTheirs()) ? figures : fail({ kind: 'signedOut' })
}
