import { effect } from '@preact/signals'
import { render } from 'preact'
import { Welcome } from '../../components/welcome/Welcome'
import '../../components/welcome/welcome.css'
import { speakIn, t } from '../../components/ui/words'
import { actions } from './actions'
import { followBrowser, view } from './state'

speakIn(document.documentElement)
document.title = t('welcome_title')

const root = document.getElementById('welcome')!
followBrowser()
effect(() => render(<Welcome view={view.value} actions={actions} />, root))
