import fc from 'fast-check'

/** The same worlds in each run, so that a failure is the change's and not the day's. `SEED=n` looks at others, `SEED=random` at new ones. */
const { SEED = '20261124' } = process.env
if (SEED !== 'random') fc.configureGlobal({ seed: Number(SEED) })
