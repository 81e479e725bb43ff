// A table that goes on where its rows end. The server gives 40 rows at a time behind a cursor; only those near the window stand
// in the document, the nearest 60 pages of rows are kept, and others are asked for again. Without this there is a pager.
const ROW = 34, CHUNK = 40, KEPT = 60;

const table = document.querySelector('table[data-more]');
if (table && matchMedia('(min-width: 821px)').matches) {
  const box = table.parentElement;
  const english = document.documentElement.lang === 'en';
  const [above, below] = [0, 1].map(() => {
    const body = document.createElement('tbody');
    body.setAttribute('aria-hidden', 'true');
    const cell = body.insertRow().insertCell();
    cell.colSpan = table.tHead.rows[0].cells.length;
    cell.className = 'space';
    return body;
  });
  const told = document.createElement('p');
  told.className = 'vh';
  told.setAttribute('role', 'status');
  box.after(told);

  const chunks = []; // { from: address or null, start, count, body or null }
  let next = table.dataset.more;
  let loading = null;
  let current = 0;
  let isMoving = false; // nobody is read to who has not begun to move

  const take = (rows, from) => {
    const start = loaded();
    const body = document.createElement('tbody');
    body.append(...rows);
    chunks.push({ from, start, count: rows.length, body });
    name(chunks.at(-1));
  };
  const loaded = () => chunks.length ? chunks.at(-1).start + chunks.at(-1).count : 0;
  const name = chunk => [...chunk.body.rows].forEach((row, at) => {
    row.setAttribute('aria-rowindex', chunk.start + at + 2);
    for (const link of row.querySelectorAll('a')) {
      link.tabIndex = -1;
    }
  });
  const linkAt = index => {
    const chunk = chunks.find(one => index >= one.start && index < one.start + one.count);
    return chunk?.body?.rows[index - chunk.start]?.querySelector('th a');
  };
  const ask = async address => {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) {
      throw new Error(`status ${answer.status}`);
    }
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };

  const loadOn = () => loading ??= next ? (async () => {
    try {
      const from = next;
      const more = (await ask(from)).querySelector('table');
      next = more.dataset.more;
      take([...more.tBodies[0].rows], from);
      count();
    } catch {
      told.textContent = english ? 'More rows could not be read; scroll to try again.' : '未能读取更多记录，请继续滚动以重试。';
    } finally {
      loading = null;
    }
    draw();
  })() : null;
  const again = async chunk => {
    if (!chunk.asked) {
      chunk.asked = true;
      try {
        const body = (await ask(chunk.from)).querySelector('tbody');
        chunk.body = document.importNode(body, true);
        name(chunk);
      } catch { /* asked again when it is drawn again */ }
      chunk.asked = false;
      draw();
    }
  };

  const count = () => {
    table.setAttribute('aria-rowcount', next ? -1 : loaded() + 1);
    told.textContent = english ? `${loaded()} rows read` : `已读取 ${loaded()} 行`;
  };
  const draw = () => {
    const head = table.tHead.offsetHeight;
    const first = Math.floor(box.scrollTop / ROW) - CHUNK;
    const last = Math.ceil((box.scrollTop + box.clientHeight - head) / ROW) + CHUNK;
    const near = chunks.filter(chunk => chunk.start + chunk.count > first && chunk.start < last);
    const focused = document.activeElement;
    const missing = near.filter(chunk => !chunk.body);
    const heights = new Map([
      [above, missing.reduce((sum, one) => sum + one.count, near[0]?.start ?? 0) * ROW],
      [below, (loaded() - (near.length ? near.at(-1).start + near.at(-1).count : 0)) * ROW],
    ]);
    heights.forEach((height, body) => { body.rows[0].cells[0].style.height = `${height}px`; });
    const wanted = [above, ...near.map(chunk => chunk.body), below].filter(body => body && heights.get(body) !== 0);
    if (wanted.length !== table.tBodies.length || wanted.some((body, at) => body !== table.tBodies[at])) {
      [...table.tBodies].filter(body => !wanted.includes(body)).forEach(body => body.remove());
      wanted.forEach((body, at) => table.tBodies[at] !== body && table.insertBefore(body, table.tBodies[at] ?? null));
    }
    missing.forEach(again);
    chunks.filter(chunk => chunk.from && chunk.body && !near.includes(chunk))
      .sort((a, b) => Math.abs(b.start - first) - Math.abs(a.start - first)).slice(0, Math.max(0, chunks.length - KEPT))
      .forEach(chunk => { chunk.body = null; });
    if (focused?.isConnected && focused !== document.activeElement) {
      focused.focus({ preventScroll: true });
    }
    if (isMoving && last >= loaded()) {
      loadOn();
    }
  };
  const goTo = async index => {
    isMoving = true;
    while (index >= loaded() && next) {
      const before = loaded();
      await loadOn();
      if (loaded() === before) {
        break;
      }
    }
    const to = Math.max(0, Math.min(index, loaded() - 1));
    const head = table.tHead.offsetHeight;
    const top = to * ROW;
    if (top < box.scrollTop) {
      box.scrollTop = top;
    } else if (top + ROW > box.scrollTop + box.clientHeight - head) {
      box.scrollTop = top + ROW - box.clientHeight + head;
    }
    draw();
    while (!linkAt(to)) {
      await new Promise(done => setTimeout(done, 30)); // a page that was let go is on its way
    }
    const before = linkAt(current);
    if (before) {
      before.tabIndex = -1;
    }
    current = to;
    linkAt(to).tabIndex = 0;
    linkAt(to).focus({ preventScroll: true });
  };

  // What a row opens.
  const drawer = document.createElement('dialog');
  drawer.className = 'drawer';
  drawer.setAttribute('aria-labelledby', 'drawer-title');
  box.after(drawer);
  drawer.addEventListener('close', () => goTo(current));
  drawer.addEventListener('click', event => event.target === drawer && drawer.close());
  const open = async link => {
    const of = new URL(link.href).searchParams.get('of');
    let page;
    try {
      page = await ask(`${table.dataset.drawer}?of=${encodeURIComponent(of)}`);
    } catch {
      location.href = link.href;
      return;
    }
    const close = document.createElement('button');
    close.className = 'close';
    close.textContent = english ? 'Close ✕' : '关闭 ✕';
    close.addEventListener('click', () => drawer.close());
    drawer.replaceChildren(close, ...page.body.childNodes);
    drawer.showModal();
  };
  const indexOf = row => row.getAttribute('aria-rowindex') - 2;
  table.addEventListener('click', event => {
    const row = event.target.closest('tbody tr[aria-rowindex]');
    const link = event.target.closest('a');
    const isOwn = !link || link === row?.querySelector('th a');
    if (row && isOwn && !event.ctrlKey && !event.metaKey && !event.shiftKey && !getSelection().toString()) {
      event.preventDefault();
      current = indexOf(row);
      open(row.querySelector('th a'));
    }
  });
  table.addEventListener('keydown', event => {
    const row = event.target.closest('tbody tr[aria-rowindex]');
    const page = Math.max(1, Math.floor((box.clientHeight - table.tHead.offsetHeight) / ROW) - 1);
    const at = row && indexOf(row);
    const to = row && {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: loaded() - 1,
    }[event.key];
    if (to !== undefined && to !== null && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      goTo(to);
      if (event.key === 'End') {
        loadOn();
      }
    }
  });

  const firstRows = [...table.tBodies[0].rows];
  table.tBodies[0].remove();
  for (let at = 0; at < firstRows.length; at += CHUNK) {
    take(firstRows.slice(at, at + CHUNK), null);
  }
  if (linkAt(0)) {
    linkAt(0).tabIndex = 0;
  }
  table.setAttribute('aria-rowcount', next ? -1 : loaded() + 1);
  box.addEventListener('scroll', () => {
    isMoving = true;
    requestAnimationFrame(draw);
  }, { passive: true });
  addEventListener('resize', draw);
  draw();
}
