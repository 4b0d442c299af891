/** Publishes without leaving the page, and keeps the page current while it is looked at. */
export const pageScript = `
const said = document.getElementById('said');
const say = (text, tone) => { said.textContent = text; said.className = tone; };

async function refresh() {
  const answer = await fetch('/sandbox');
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  const now = document.querySelector('main');
  if (now.innerHTML === next.innerHTML) return;
  const focused = document.activeElement && document.activeElement.id;
  now.innerHTML = next.innerHTML;
  if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-domain]');
  if (!button || button.getAttribute('aria-busy') === 'true') return;
  const { domain } = button.dataset;
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch('/sandbox/publish', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ domain }) });
    const { message } = await answer.json();
    say(message, answer.ok ? 'right' : 'wrong');
    await refresh();
  } catch {
    say('The sandbox cannot be reached.', 'wrong');
  } finally {
    button.removeAttribute('aria-busy');
  }
});

setInterval(() => { if (!document.hidden) refresh().catch(() => undefined); }, 4000);
`;
