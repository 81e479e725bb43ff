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

document.documentElement.dataset.ready = '1';
