// Everything works without this: "/" goes to the search box, and the arrow keys go from row to row of a table of records.
const find = document.getElementById('find');
document.addEventListener('keydown', event => {
  const isTyping = event.target.closest('input, select, textarea');
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping) {
    event.preventDefault();
    find?.focus();
  }
});

for (const table of document.querySelectorAll('table.records:not([data-more])')) {
  const links = [...table.querySelectorAll('tbody th a')];
  table.addEventListener('keydown', event => {
    const at = links.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (at >= 0 && to !== undefined && links[to]) {
      event.preventDefault();
      links[to].focus();
    }
  });
}

// Whoever chooses another receiver or day asks at once; the button is for those without script.
for (const select of document.querySelectorAll('select[data-asks]')) {
  select.addEventListener('change', () => select.form.requestSubmit());
}

// A passkey is asked for where the browser has them and the address is a name: for a number there are none.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON || /^[\d.]+$|^\[/.test(location.hostname)) {
    continue;
  }
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (form.ariaBusy === 'true') {
      return;
    }
    form.ariaBusy = 'true';
    const told = form.querySelector('[role=status]');
    told.textContent = '';
    try {
      const asked = await (await fetch(form.dataset.passkey)).json();
      const key = PublicKeyCredential;
      const answer = form.dataset.passkey.endsWith('/new')
        ? await navigator.credentials.create({ publicKey: key.parseCreationOptionsFromJSON(asked) })
        : await navigator.credentials.get({ publicKey: key.parseRequestOptionsFromJSON(asked) });
      form.querySelector('[name=Credential]').value = JSON.stringify(answer);
      form.submit();
    } catch {
      told.textContent = told.dataset.failed;
    } finally {
      form.ariaBusy = 'false';
    }
  });
}

document.documentElement.dataset.ready = '1';
