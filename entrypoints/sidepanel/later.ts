/** What of an account's panel is loaded after the first paint: cards below the four facts, and what makes them. */
import '../../components/panel/later.css'
export { nearbyOf } from './nearby'
export { historyOf } from '../../lib/assess/history'
export { laterCards } from '../../components/panel/laterCards'
