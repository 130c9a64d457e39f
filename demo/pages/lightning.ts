import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gate } from '../gate'
import type { Host } from '../hosts'
import { document } from './html'

/** The Lightning host. */
export function serveLightning(_gate: Gate, _host: Host, _req: IncomingMessage, res: ServerResponse, url: URL): void {
  if (url.pathname === '/secur/frontdoor.jsp') {
    res.writeHead(302, { 'Set-Cookie': `sid=${url.searchParams.get('sid') ?? ''}; Path=/; Secure; HttpOnly; SameSite=None`, Location: url.searchParams.get('retURL') ?? '/lightning/page/home' }).end()
    return
  }
  res.writeHead(200, { 'Content-Type': 'text/html;charset=UTF-8' }).end(document('Lightning Experience', '<main><h1>Lightning</h1></main>'))
}
