// What leaves the page: the link, the command line, tables and the picture.
import { download, number, words } from './dom.js';
import { badge, css, look } from './palette.js';

// The fragment holds all there is to know of what is shown.
export function read() {
  const q = new URLSearchParams(location.hash.slice(1));
  const own = new Set(['p', 'seed', 'world', 'a', 'b', 'week', 'person']);
  const whole = (k) => (/^\d+$/.test(q.get(k) ?? '') ? Number(q.get(k)) : undefined);
  const set = {};
  for (const [k, v] of q) if (!own.has(k)) set[k] = v;
  return { preset: q.get('p') ?? undefined, seed: whole('seed'), world: whole('world'), a: q.get('a') ?? undefined, b: q.get('b') ?? undefined, week: whole('week'), person: whole('person'), set };
}

export function fragment(state) {
  const q = new URLSearchParams();
  q.set('p', state.name);
  for (const [k, v] of Object.entries(state.levers.set)) q.set(k, v);
  q.set('seed', String(state.seed));
  if (state.world !== 1) q.set('world', String(state.world));
  q.set('a', state.about.strategies[state.pair[0]].name);
  q.set('b', state.about.strategies[state.pair[1]].name);
  if (state.week !== state.about.weeks) q.set('week', String(state.week));
  if (state.person >= 0) q.set('person', String(state.person));
  return '#' + q;
}

const quoted = (s) => (/^[\w.=+\/-]+$/.test(s) ? s : `'${s.replaceAll("'", "'\\''")}'`);

// command is what shows the same in a terminal.
export function command(state, n) {
  return ['grapevine run', quoted(state.file ?? state.name), '--seed', state.seed, '--replicates', n, ...state.levers.settings().flatMap((s) => ['--set', quoted(s)])].join(' ');
}

// stacked draws the people of a world by stage, week by week, into a box.
function stacked(c, world, state, x, y, w, h) {
  const { weeks, customers } = state.about;
  const at = (week) => x + (w * week) / weeks, up = (n) => y + h - (h * n) / customers;
  let low = new Float64Array(weeks + 1);
  for (const name of state.order.filter((n) => world.count[n])) {
    const high = low.map((n, k) => n + world.count[name][k]);
    c.beginPath();
    high.forEach((n, k) => c.lineTo(at(k), up(n)));
    for (let k = weeks; k >= 0; k--) c.lineTo(at(k), up(low[k]));
    c.fillStyle = look(name).colour;
    c.fill();
    low = high;
  }
  c.fillStyle = css('--panel');
  c.globalAlpha = 0.78;
  c.fillRect(at(state.week), y, x + w - at(state.week) + 1, h);
  c.globalAlpha = 1;
  c.fillStyle = css('--ink');
  c.fillRect(at(state.week) - 1, y, 2, h);
  c.font = '18px system-ui, sans-serif';
  c.fillStyle = css('--soft');
  c.fillText('week 0', x, y + h + 26);
  c.textAlign = 'right';
  c.fillText(String(weeks), x + w, y + h + 26);
  c.fillText(number(customers), x - 10, y + 14);
  c.fillText('0', x - 10, y + h);
  c.textAlign = 'left';
}

// picture draws the two worlds as they stand on one sheet.
export function picture(state, networks) {
  const W = 1600, H = 1140, e = document.createElement('canvas');
  e.width = W;
  e.height = H;
  const c = e.getContext('2d');
  c.fillStyle = css('--panel');
  c.fillRect(0, 0, W, H);
  c.fillStyle = css('--ink');
  c.font = '600 40px Georgia, serif';
  c.fillText(state.about.title, 60, 84, W - 120);
  c.font = '24px system-ui, sans-serif';
  c.fillStyle = css('--soft');
  c.fillText(`Week ${state.week} · seed ${state.seed}, world ${state.world}${state.levers.settings().length ? ' · ' + state.levers.settings().join(', ') : ''}`, 60, 128, W - 120);
  state.worlds.slice(0, state.about.strategies.length).forEach((world, s) => {
    const x = 60 + s * 760;
    c.fillStyle = css('--ink');
    c.font = '600 28px system-ui, sans-serif';
    c.fillText(`${'AB'[s]}  ${world.strategy}`, x, 190, 700);
    c.drawImage(networks[s].snapshot(700), x, 205);
    stacked(c, world, state, x + 70, 800, 630, 210);
  });
  let x = 60;
  c.font = '22px system-ui, sans-serif';
  for (const name of state.order) {
    const text = look(name).many;
    c.drawImage(badge(name, 28), x, H - 62, 28, 28);
    c.fillStyle = css('--ink');
    c.fillText(text, x + 36, H - 40);
    x += 60 + c.measureText(text).width;
  }
  c.fillStyle = css('--soft');
  c.textAlign = 'right';
  c.fillText('Grapevine', W - 60, H - 40);
  e.toBlob((b) => download(`${words(state.about.name)}-week-${state.week}.png`.replaceAll(' ', '-'), b), 'image/png');
}
