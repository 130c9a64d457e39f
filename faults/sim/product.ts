/** What of the product runs in the simulation: evaluated anew for each life of the worker, so that its globals are lost with it as in a browser. */
export { db } from '../../lib/cache/db'
export { connectTo, insistOn } from '../../lib/sync/connect'
export { storageError } from '../../lib/cache/storageError'
export { Outbox } from '../../lib/sync/outbox'
export { refresh } from '../../lib/sync/refresh'
