/** Rejects with an error named `TimeoutError` when the work takes longer than `ms`; the signal then tells it to leave off. */
export async function inTime<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = Object.assign(new Error(`Not within ${ms} ms`), { name: 'TimeoutError' })
      end.abort(error)
      reject(error)
    }, ms)
  })
  try {
    return await Promise.race([work(end.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
