/** What of an account's panel is loaded after the first paint: cards below the four facts, what makes them, and what watches over presses. */
import '../../components/panel/later.css'
export { nearbyOf } from './nearby'
export { historyOf } from '../../lib/assess/history'
export { laterCards } from '../../components/panel/laterCards'
export { watchPresses } from './press'
