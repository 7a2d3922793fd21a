// The lab: two strategies under the same luck, people one by one.
import { $, announce, download, fill, h, number } from './dom.js';
import { Engine } from './engine.js';
import { Levers } from './levers.js';
import { Chart, curves, stack } from './charts.js';
import { Network } from './network.js';
import { Lives } from './person.js';
import { Many, key } from './many.js';
import { Sweep } from './sweep.js';
import { World } from './world.js';
import { measures, telling, unitOf } from './measures.js';
import { badge, line, look, stages } from './palette.js';
import * as share from './share.js';

const start = JSON.parse($('start').textContent);
const most = 600; // people in the drawing: more are dust
const engine = new Engine();
let second; // counts many worlds and sweeps, while the first stays free

// counter is the second engine, which begins when it is first needed.
const counter = { ask: (verb, argument) => (second ??= new Engine()).ask(verb, argument) };

const state = { about: null, seed: 1, world: 1, pair: [0, 0], week: 0, person: -1, worlds: [], playing: false, order: [], file: null };

const choose = (i) => { state.person = i; person(); };
const networks = ['a', 'b'].map((s) => new Network($('net-' + s), choose));
const stacks = ['a', 'b'].map((s) => new Chart($('stack-' + s), 170));
const curve = new Chart($('curve'), 220);
const lives = new Lives(choose);
const levers = new Levers(() => { clearTimeout(state.soon); state.soon = setTimeout(moved, state.about.customers > 2000 ? 250 : 60); });
state.levers = levers;
let many, sweep, ties, drawn;

async function begin() {
  theme();
  $('levers-box').open = innerWidth > 720;
  wire();
  many = new Many(counter, settle, () => state.pair);
  sweep = new Sweep(counter, settle, () => state.pair);
  await open(share.read());
  performance.mark('ready');
  const { body } = await engine.ask('shelves');
  fill($('preset'), start.text ? h('option', { value: '' }, start.name) : null,
    body.map((shelf) => h('optgroup', { label: shelf.name }, shelf.scenarios.map((p) => h('option', { value: p.name }, `${p.name} · ${p.description}`)))));
  $('preset').value = state.chose;
}

// open shows a scenario, with what a link says of it. Nothing can be moved until
// it is there; of many wishes in a row the last is what counts.
let opening = Promise.resolve(), wishes = 0;
function open(link) {
  const wish = ++wishes;
  opening = opening.then(async () => {
    if (wish !== wishes) return;
    await running;
    clearTimeout(state.soon);
    document.querySelector('.frame').inert = true;
    document.body.classList.remove('ready');
    await load(link);
    if (wish !== wishes) return;
    document.querySelector('.frame').inert = false;
    document.body.classList.add('ready');
  });
  return opening;
}

async function load(link) {
  const fromFile = start.text && (!link.preset || link.preset === start.name);
  const name = link.preset ?? start.name;
  const what = fromFile ? { text: start.text } : { name };
  let about;
  try {
    about = (await engine.ask('open', what)).body;
  } catch (e) {
    fault(e.message);
    return;
  }
  state.file = fromFile ? start.file : null;
  state.name = fromFile ? start.name : name;
  state.what = what;
  if (fromFile) about.name = start.name;
  state.rest = about;
  state.chose = fromFile ? '' : name;
  if (!$('preset').length) fill($('preset'), h('option', { value: state.chose }, name));
  $('preset').value = state.chose;
  state.seed = link.seed ?? about.seed;
  state.world = Math.max(1, link.world ?? 1);
  const place = (s, otherwise) => { const k = about.strategies.findIndex((x) => x.name === s); return k < 0 ? otherwise : k; };
  const last = about.strategies.length - 1;
  state.pair = [place(link.a, 0), place(link.b, Math.min(last, 1))];
  state.week = Math.min(link.week ?? about.weeks, about.weeks);
  state.person = link.person !== undefined && link.person < about.customers ? link.person : -1;
  state.chosen = link.person !== undefined;
  state.about = about;
  for (const s of ['a', 'b']) fill($('strategy-' + s), about.strategies.map((y, k) => h('option', { value: k }, y.name)));
  levers.open(about, link.set);
  $('title').textContent = about.title;
  document.title = `${about.title} · Grapevine lab`;
  $('question').textContent = about.title.startsWith(about.question.replace(/\?$/, '')) ? '' : about.question;
  $('badge').textContent = `${about.customers.toLocaleString('en')} people · ${about.weeks} weeks · ${about.badge}`;
  $('week').max = about.weeks;
  $('person').max = about.customers - 1;
  const alone = about.strategies.length === 1;
  document.body.classList.toggle('alone', alone);
  $('curve-title').textContent = alone ? 'Over time' : 'A and B over time';
  $('person-title').textContent = alone ? 'One person' : 'One person, twice';
  state.fresh = true;
  await rerun();
}

const setting = () => [...levers.settings(), ...(state.seed === state.rest.seed ? [] : [`seed=${state.seed}`])];

// settle brings the second engine where the first one is.
async function settle() {
  const about = { ...state.about, set: setting() };
  await counter.ask('open', state.what);
  await counter.ask('set', { set: about.set });
  many.about = about;
  sweep.about = about;
}

async function moved() {
  if (!document.body.classList.contains('ready')) return;
  many.clear();
  sweep.clear();
  await rerun();
}

// rerun plays both strategies anew, and draws the people if their ties may have
// changed. Of many wishes in a row the last is what counts.
let running = null, again = false;
function rerun() {
  if (running) again = true;
  running ??= playBoth().finally(() => { running = null; });
  return running;
}

async function playBoth() {
  let began;
  try {
    do {
      again = false;
      began = performance.now();
      const { body } = await engine.ask('set', { set: setting() });
      if (state.file) body.name = start.name;
      state.about = { ...body, set: setting() };
      const [a, b] = [await engine.ask('play', { strategy: state.pair[0], replicate: state.world }), await engine.ask('play', { strategy: state.pair[1], replicate: state.world })];
      state.worlds = [new World(a, body), new World(b, body)];
      const tied = (await engine.ask('ties', { replicate: state.world })).arrays;
      state.first = state.fresh;
      if (state.fresh || !same(tied, ties)) {
        ties = tied;
        state.ties = ties;
        drawn = (await engine.ask('draw', { replicate: state.world, most })).arrays;
      }
    } while (again);
    state.took = performance.now() - began;
    $('fault').hidden = true;
    await showAll();
    if (again) await playBoth();
  } catch (e) {
    fault(e.message);
  }
}

function same(a, b) {
  if (!b) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((n) => b[n]?.length === a[n].length && a[n].every((x, k) => x === b[n][k]));
}

function fault(text) {
  $('fault').textContent = text;
  $('fault').hidden = false;
}

// breathe lets the page answer between two pieces of work.
const breathe = () => new Promise((then) => setTimeout(then));

// showAll draws everything from the two worlds, a piece at a time.
async function showAll() {
  const { about, worlds, pair } = state;
  for (const n of about.stages) look(n);
  state.order = stages.map((s) => s.name).filter((n) => worlds.some((w) => w.count[n]));
  if (state.fresh) {
    many.open({ ...about, set: setting() }, worlds[0].columns);
    sweep.open(about);
    fill($('measure'), measures(worlds[0].columns).map(([c, title]) => h('option', { value: c }, title)));
    $('measure').value = telling('', worlds[0].columns);
    state.fresh = false;
  }
  if (state.person < 0) state.person = notable();
  $('seed').value = state.seed;
  $('world').value = state.world;
  for (const [k, side] of ['a', 'b'].entries()) {
    $('strategy-' + side).value = String(pair[k]);
    $('about-' + side).textContent = about.strategies[pair[k]].about ?? '';
    $('swatch-' + side).style.setProperty('--c', line(pair[k]).colour);
    await breathe();
    networks[k].set({ picture: drawn, ties, world: worlds[k], stages: about.stages, customers: about.customers });
    stack(stacks[k], { world: worlds[k], about, now: state.week, order: state.order });
    $('life-title-' + side).textContent = `${'AB'[k]} · ${about.strategies[pair[k]].name}`;
    $('part-' + side).textContent = drawn.who.length < about.customers ? `${drawn.who.length.toLocaleString('en')} of ${about.customers.toLocaleString('en')} people: those around person 0` : '';
  }
  fill($('legend'), state.order.map((n) => h('span', {}, badge(n, 16), look(n).many)),
    h('span', {}, mark('good'), 'good'), h('span', {}, mark('bad'), 'bad word'));
  await breathe();
  drawCurve();
  week(state.week, true);
  await breathe();
  person();
  if (!state.first) $('took').textContent = `played in ${Math.round(state.took)} ms`;
}

function mark(kind) {
  return h('svg:svg', { width: 18, height: 10, 'aria-hidden': 'true', class: kind }, h('svg:line', { x1: 1, x2: 17, y1: 5, y2: 5, 'stroke-width': 2.5, 'stroke-dasharray': kind === 'bad' ? '5 3' : null }));
}

function drawCurve() {
  const column = $('measure').value, title = $('measure').selectedOptions[0].textContent;
  const { worlds, pair, about } = state;
  const lines = worlds.map((w, k) => ({ name: w.strategy, place: pair[k], values: w.column[column] })).slice(0, pair[0] === pair[1] ? 1 : 2);
  curves(curve, { label: `${title}, week by week: ${lines.map((l) => l.name).join(' and ')}`, lines, about, now: state.week, unit: unitOf(column) });
  key($('curve-key'), lines);
}

// week goes to a week.
function week(w, quiet) {
  const { about } = state;
  state.week = Math.max(0, Math.min(about.weeks, w));
  $('week').value = state.week;
  $('week').setAttribute('aria-valuetext', `week ${state.week} of ${about.weeks}`);
  $('week').style.setProperty('--at', `${(100 * state.week) / about.weeks}%`);
  $('week-now').textContent = String(state.week);
  $('week-all').textContent = ` / ${about.weeks}`;
  networks.forEach((n) => n.draw(state.week, state.person));
  stacks.forEach((s) => s.at(state.week));
  curve.at(state.week);
  lives.at(state.week);
  figures();
  if (!quiet || !state.playing) $('stand').textContent = stand();
  if (!state.playing) {
    history.replaceState(null, '', share.fragment(state));
    announce(stand());
  }
  $('command').textContent = share.command(state, $('many-n').value || 1);
}

// stand is the state of both worlds in a sentence.
function stand() {
  const at = (w, n) => Math.round(w.count[n]?.[state.week] ?? 0);
  const say = (w) => `${w.strategy}: ${Math.round(w.column.won[state.week])} customers won, ${at(w, 'advocate')} advocates, ${at(w, 'detractor')} detractors, profit so far ${number(w.column.cum_profit?.[state.week], 'money', state.about.currency)}`;
  const both = state.pair[0] === state.pair[1] ? [say(state.worlds[0])] : state.worlds.map(say);
  return `Week ${state.week}. ${both.join('. ')}.`;
}

// figures are the large numbers of both worlds, by now.
function figures() {
  const shown = [['won', 'customers won'], ['cum_profit', 'profit so far'], ['n_advocate', 'advocates'], ['n_detractor', 'detractors']].filter(([c]) => state.worlds[0].column[c]?.length);
  state.worlds.forEach((w, k) => {
    fill($('figures-' + 'ab'[k]), shown.map(([c, title]) => {
      const x = w.column[c][state.week], other = state.worlds[1 - k].column[c]?.[state.week];
      const ahead = k === 1 && state.pair[0] !== state.pair[1] ? x - other : 0;
      const money = c === 'cum_profit' ? 'money' : '';
      return h('div', {}, h('dt', {}, title), h('dd', {}, number(x, money, state.about.currency), k === 1 && ahead ? h('small', {}, `${ahead > 0 ? '+' : ''}${number(ahead, money, state.about.currency)} on A`) : null));
    }));
  });
}

// notable is somebody worth a look: whose words led to most customers, best if
// they were won by a word themselves.
function notable() {
  let best = drawn.who[0], score = -1;
  for (const i of drawn.who) {
    const s = state.worlds.reduce((sum, w) => sum + w.children(i).length + (w.parent[i] >= 0 ? 0.75 : 0), 0);
    if (s > score) { score = s; best = i; }
  }
  return best;
}

function person() {
  const said = lives.show(state);
  $('person').value = state.person;
  $('person-missing').hidden = networks[0].place.has(state.person);
  networks.forEach((n) => n.draw(state.week, state.person));
  if (!state.playing) {
    history.replaceState(null, '', share.fragment(state));
    announce(said);
  }
}

// Whom to look at, by what makes them worth it.
const finders = {
  winner: () => notable(),
  advocate: () => some((i) => last(1, i) === 'advocate'),
  detractor: () => some((i) => last(1, i) === 'detractor' || last(0, i) === 'detractor'),
  differs: () => some((i) => last(0, i) !== last(1, i)),
};

function last(k, i) {
  const s = state.worlds[k].stage[state.week * state.about.customers + i];
  return s & 0x80 ? 'detractor' : state.about.stages[s & 0x7f];
}

// some finds the next one after the present person.
function some(is) {
  const { who } = drawn, from = Math.max(0, who.indexOf(state.person));
  for (let k = 1; k <= who.length; k++) {
    const i = who[(from + k) % who.length];
    if (is(i)) return i;
  }
  return -1;
}

// play lets time run.
let timer;
function play(on) {
  if (on === state.playing) return;
  state.playing = on;
  $('play').textContent = on ? 'Pause' : 'Play';
  $('play').setAttribute('aria-pressed', String(on));
  clearTimeout(timer);
  if (!on) { week(state.week); return; }
  if (state.week >= state.about.weeks) week(0, true);
  const tick = () => {
    if (!state.playing) return;
    if (state.week >= state.about.weeks) { play(false); return; }
    week(state.week + 1, true);
    timer = setTimeout(tick, 1000 / Number($('speed').value));
  };
  timer = setTimeout(tick, 1000 / Number($('speed').value));
}

function wire() {
  $('preset').addEventListener('change', () => { play(false); open({ preset: $('preset').value || start.name, set: {} }); });
  $('play').addEventListener('click', () => play(!state.playing));
  $('step').addEventListener('click', () => { play(false); week(state.week + 1); });
  $('reset').addEventListener('click', () => { play(false); week(0); });
  $('week').addEventListener('input', () => { play(false); week(Number($('week').value)); });
  $('levers-reset').addEventListener('click', () => levers.reset());
  for (const [id, low] of [['seed', 0], ['world', 1]]) {
    $(id).addEventListener('change', () => {
      const x = Number($(id).value);
      if (Number.isInteger(x) && x >= low) { state[id] = x; moved(); } else $(id).value = state[id];
    });
  }
  ['a', 'b'].forEach((side, k) => $('strategy-' + side).addEventListener('change', (e) => { state.pair[k] = Number(e.target.value); rerun(); many.draw(); }));
  $('measure').addEventListener('change', drawCurve);
  $('person').addEventListener('change', () => {
    const i = Number($('person').value);
    if (Number.isInteger(i) && i >= 0 && i < state.about.customers) choose(i);
    else $('person').value = state.person;
  });
  for (const [id, find] of Object.entries(finders)) {
    $('find-' + id).addEventListener('click', () => {
      const i = find();
      if (i >= 0) choose(i); else announce('There is nobody like that this week.');
    });
  }
  $('many-n').addEventListener('change', () => { $('command').textContent = share.command(state, $('many-n').value || 1); });
  $('open-link').addEventListener('click', () => { $('given').value = ''; $('given-fault').textContent = ''; $('link-box').showModal(); });
  $('given-go').addEventListener('click', follow);
  $('given').addEventListener('keydown', (e) => { if (e.key === 'Enter') { e.preventDefault(); follow(); } });
  $('given-no').addEventListener('click', () => $('link-box').close());
  $('copy-link').addEventListener('click', (e) => copy(location.href, 'Link copied: it shows the same numbers on any machine.', e.currentTarget));
  $('copy-command').addEventListener('click', (e) => copy($('command').textContent, 'Command copied.', e.currentTarget));
  $('save-world').addEventListener('click', async () => download(`${state.about.name}-world-${state.world}.csv`, (await engine.ask('world', { replicate: state.world })).arrays.table, 'text/csv'));
  $('save-summary').addEventListener('click', async () => download('summary.csv', await many.summary(), 'text/csv'));
  $('save-series').addEventListener('click', async () => download('series.csv', await many.series(), 'text/csv'));
  $('save-toml').addEventListener('click', async () => download(`${state.about.name}.toml`, (await engine.ask('toml')).body, 'text/plain'));
  $('save-png').addEventListener('click', () => share.picture(state, networks));
  $('theme').addEventListener('click', () => { theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'); showAll(); networks.forEach((n) => n.restyle()); many.draw(); });
  addEventListener('hashchange', () => { if (location.hash !== share.fragment(state)) { play(false); open(share.read()); } });
  addEventListener('keydown', (e) => {
    if (e.target.closest('input, select, textarea, button, summary, canvas, a, ol, .scroll') || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === ' ') { e.preventDefault(); play(!state.playing); }
    if (e.key === '.') { play(false); week(state.week + 1); }
    if (e.key === ',') { play(false); week(state.week - 1); }
  });
}

// follow opens a link that was given, whatever comes before its fragment: a
// teacher's file lies elsewhere.
function follow() {
  const given = $('given').value.trim(), fragment = given.slice(given.indexOf('#') + 1);
  if (!new URLSearchParams(fragment).get('p')) {
    $('given-fault').textContent = 'This is no link of the lab: it has no #p= in it.';
    return;
  }
  $('link-box').close();
  location.hash = '#' + fragment;
}

function theme(to) {
  const dark = to ? to === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  $('theme').textContent = dark ? 'Light' : 'Dark';
}

async function copy(text, said, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = h('textarea', { class: 'hidden', 'aria-hidden': 'true' }, text);
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  }
  announce(said);
  const name = (button.name ||= button.textContent);
  button.textContent = 'Copied ✓';
  clearTimeout(button.later);
  button.later = setTimeout(() => { button.textContent = name; }, 2500);
}

begin().catch((e) => fault(e.message));
