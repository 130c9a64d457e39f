import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A wire to a server on this machine, which can be cut: connections are refused then, as where no network is. */
export interface Wire {
  readonly port: number
  cut(): Promise<void>
  mend(): Promise<void>
}

export async function wireTo(port: number): Promise<Wire> {
  const open = new Set<Socket>()
  const make = () => createServer(socket => {
    const to = connect(port, '127.0.0.1')
    for (const end of [socket, to]) {
      open.add(end)
      end.on('error', () => end.destroy())
      end.on('close', () => {
        open.delete(end)
        socket.destroy()
        to.destroy()
      })
    }
    socket.pipe(to).pipe(socket)
  })
  const listen = (server: Server, at: number) => new Promise<void>((resolve, reject) => server.once('error', reject).listen(at, '127.0.0.1', resolve))
  let server: Server | null = make()
  await listen(server, 0)
  const { port: own } = server.address() as AddressInfo
  return {
    port: own,
    cut: async () => {
      const cut = server
      if (!cut) return
      server = null
      const closed = new Promise(resolve => cut.close(resolve))
      for (const socket of open) socket.destroy()
      await closed
    },
    mend: async () => {
      if (!server) await listen((server = make()), own)
    },
  }
}
