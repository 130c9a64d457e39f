import { effect } from '@preact/signals'
import { render } from 'preact'
import { Options } from '../../components/options/Options'
import '../../components/options/options.css'
import { Later } from '../../components/ui/Later'
import { speakIn, t } from '../../components/ui/words'
import { watchFailures } from '../failures/watch'
import { actions, loadFieldsOnce } from './actions'
import { loadAppsOnce } from './appActions'
import { followHash } from './starterActions'
import { followStorage, view } from './state'

speakIn(document.documentElement)
watchFailures('options', () => ({ crm: null, mode: 'options' }))
document.title = t('options_title')

const privacyPart = () => import('./privacy').then(({ PrivacyPart }) => PrivacyPart)
const root = document.getElementById('options')!
followStorage()
effect(() => render(<Options view={view.value} actions={actions} privacy={<Later load={privacyPart} props={{}} />} />, root))
followHash(() => view.value.plan !== 'loading' && (view.value.plan !== null || view.value.starters.length > 0))
effect(() => loadFieldsOnce(view.value.orgs.map(({ key }) => key)))
effect(() => loadAppsOnce(view.value.orgs.map(({ key }) => key)))
