/* A single-page shell in the manner of Lightning: it draws client-side, goes on by pushState, and its page is never quite still. */
(() => {
  'use strict'
  const main = document.getElementById('main')
  const nav = document.querySelector('nav.context')
  const tabs = [['Home', '/lightning/page/home'], ['Accounts', '/lightning/o/Account/list?filterName=AllAccounts'], ['Opportunities', '/lightning/o/Opportunity/list'], ['Contacts', '/lightning/o/Contact/list'], ['Leads', '/lightning/o/Lead/list'], ['Cases', '/lightning/o/Case/list'], ['Campaigns', '/lightning/o/Campaign/list']]
  let turn = 0

  /** An element with text; names are never taken for markup. */
  const el = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props)
    for (const child of children) if (child) node.append(child)
    return node
  }

  const drawNav = () => {
    nav.replaceChildren(...tabs.map(([text, href]) => {
      const a = el('a', { href, textContent: text })
      if (location.pathname.startsWith(href.replace(/\/list.*$/, ''))) a.setAttribute('aria-current', 'page')
      return a
    }))
  }

  const stencil = () => main.replaceChildren(el('div', { className: 'card' }, ...Array.from({ length: 6 }, () => el('div', { className: 'stencil' }))))

  const record = data => [
    el('div', { className: 'card highlights' },
      el('h1', {}, el('small', { textContent: data.object }), el('lightning-formatted-text', { textContent: data.title })),
      el('button', { type: 'button', textContent: 'Edit' }), el('button', { type: 'button', textContent: 'Delete' })),
    el('section', { className: 'card' }, el('h2', { textContent: 'Details' }), el('dl', {}, ...data.fields.map(f => el('div', {}, el('dt', { textContent: f.label }), el('dd', { textContent: f.value }))))),
    data.links.length > 0 && el('section', { className: 'card' }, el('h2', { textContent: 'Related' }), list(data.links)),
  ]
  const list = links => el('ul', {}, ...links.map(l => el('li', {}, el('a', { href: l.href, textContent: l.text || '(no name)' }), document.createTextNode(` ${l.note}`))))

  const ended = data => {
    document.title = 'Session ended'
    const again = el('a', { href: data.login, textContent: 'Log In' })
    document.body.append(el('div', { className: 'ended', role: 'dialog', ariaLabel: 'Your session has ended' }, el('div', {}, el('h2', { textContent: 'Your session has ended' }), el('p', {}, again))))
  }

  async function draw() {
    const mine = ++turn
    drawNav()
    stencil()
    const answer = await fetch(`/aura?page=${encodeURIComponent(location.pathname + location.search + location.hash)}`)
    const data = await answer.json()
    // A page that came late is not drawn over the one that the user went on to.
    if (mine !== turn) return
    document.querySelector('.ended')?.remove()
    if (answer.status === 401) return ended(data)
    document.getElementById('profile').title = data.user
    document.title = data.kind === 'record' ? `${data.title} | ${data.object} | Salesforce` : `${data.title} | Salesforce`
    if (data.kind === 'missing') main.replaceChildren(el('div', { className: 'card' }, el('h1', { textContent: data.title }), el('p', { textContent: 'Enter a valid URL and try again.' })))
    else if (data.kind === 'record') main.replaceChildren(...record(data).filter(Boolean))
    else main.replaceChildren(el('div', { className: 'card' }, el('h1', { textContent: data.title }), list(data.links)))
    document.body.dataset.ready = location.pathname
    late(mine)
  }

  /** Lazy components come in one after another, as they do in the real page. */
  function late(mine) {
    for (let i = 1; i <= 8; i++) {
      setTimeout(() => {
        if (mine !== turn) return
        const card = el('article', { className: 'card', textContent: `Component ${i}` })
        main.append(card)
        setTimeout(() => { card.textContent = `Component ${i} loaded` }, 40)
      }, 60 * i)
    }
  }

  const go = href => {
    history.pushState({}, '', href)
    void draw()
  }

  document.addEventListener('click', event => {
    const a = event.target instanceof Element ? event.target.closest('a[href^="/lightning"]') : null
    if (!a || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(a.getAttribute('href'))
  })
  document.querySelector('input[type=search]').addEventListener('keydown', event => {
    const term = event.target.value.trim()
    if (event.key !== 'Enter' || term === '') return
    const page = { componentDef: 'forceSearch:searchPageDesktop', attributes: { term, scopeMap: { type: 'TOP_RESULTS' }, groupId: 'DEFAULT' }, state: {} }
    go(`/one/one.app#${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(page))))}`)
  })
  window.addEventListener('popstate', () => void draw())
  // The clock of the utility bar: a small change of the page, again and again.
  setInterval(() => { document.getElementById('todo').dataset.tick = String(Date.now() % 100000) }, 250)
  void draw()
})()
