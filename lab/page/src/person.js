// The life of one person, in two worlds side by side.
import { $, fill, h, number, words } from './dom.js';
import { Chart } from './charts.js';
import { badge, css, look } from './palette.js';

// tiesOf returns those whom somebody is tied to, each with the layers.
function tiesOf(ties, i) {
  const all = new Map();
  for (const [layer, pairs] of Object.entries(ties)) {
    for (let k = 0; k < pairs.length; k += 2) {
      const other = pairs[k] === i ? pairs[k + 1] : pairs[k + 1] === i ? pairs[k] : -1;
      if (other >= 0) all.set(other, [...(all.get(other) ?? []).filter((l) => l !== layer), layer]);
    }
  }
  return all;
}

const times = (n) => (n === 0 ? 'nothing' : n === 1 ? 'once' : n + ' times');

const week = (w) => 'wk ' + w.toFixed(1);

// story tells what happened to somebody, in order.
function story(state, world, i, choose) {
  const { about } = state;
  const who = (j) => h('button', { class: 'person', type: 'button', onclick: () => choose(j), 'aria-label': `Person ${j}` }, '#' + j);
  const all = [];
  for (let k = 0; k < world.moveWho.length; k++) {
    if (world.moveWho[k] !== i) continue;
    const name = about.stages[world.moveTo[k]];
    all.push({ at: world.moveWeek[k], rank: 1, kind: 'move', body: [badge(name), h('span', {}, 'becomes ', h('b', {}, look(name).name))] });
  }
  let bought = 0;
  for (let k = 0; k < world.boughtWho.length; k++) {
    if (world.boughtWho[k] !== i) continue;
    const first = bought++ === 0;
    const by = world.parent[i];
    const credit = world.credited[i];
    all.push({
      at: world.boughtWeek[k], rank: 2, kind: first ? 'first' : 'buy',
      body: first
        ? [h('span', {}, h('b', {}, 'buys for the first time'), by >= 0 ? [', convinced by ', who(by)] : credit ? `, by ${words(credit)}` : '')]
        : [h('span', {}, 'buys again')],
    });
  }
  const tied = tiesOf(state.ties, i);
  let heard = 0, said = 0;
  const spoken = new Map();
  for (let k = 0; k < world.wordTo.length; k++) {
    if (world.wordFrom[k] === i) {
      said++;
      const w = Math.floor(world.wordWeek[k]);
      spoken.set(w, [...(spoken.get(w) ?? []), k]);
    }
    if (world.wordTo[k] !== i) continue;
    heard++;
    const bad = world.wordFlags[k] & 1, paid = world.wordFlags[k] & 2;
    const from = world.wordFrom[k];
    const along = tied.get(from) ?? [];
    const source = world.sources[world.wordSource[k]];
    const through = along.length ? (along.includes(source) ? [source] : [along.join(' and '), source]) : [source, 'no tie'];
    all.push({
      at: world.wordWeek[k], rank: 0, kind: bad ? 'bad' : 'good',
      body: [h('span', { class: 'sign', 'aria-hidden': 'true' }, bad ? '−' : '+'),
        h('span', {}, `hears a ${bad ? 'bad' : 'good'} word from `, from >= 0 ? who(from) : 'the brand', h('span', { class: 'via' }, ` ${[...new Set(through)].map(words).join(' · ')}${paid ? ' · paid' : ''}`))],
    });
  }
  for (const c of world.children(i)) {
    all.push({ at: world.wonAt(c), rank: 3, kind: 'won', body: [h('span', { class: 'sign', 'aria-hidden': 'true' }, '★'), h('span', {}, 'wins ', who(c), ' as a customer')] });
  }
  for (const ks of spoken.values()) {
    const bad = ks.filter((k) => world.wordFlags[k] & 1).length;
    all.push({ at: world.wordWeek[ks[0]], rank: 4, kind: 'says', body: [h('span', {}, `speaks to ${ks.length === 1 ? 'one person' : ks.length + ' people'}`, bad === ks.length ? ', badly of it' : '')] });
  }
  all.sort((a, b) => a.at - b.at || a.rank - b.rank);
  return { all, bought, heard, said };
}

// Lives shows a person in the two worlds.
export class Lives {
  constructor(choose) {
    this.choose = choose;
    this.sides = ['a', 'b'].map((side) => {
      const at = $('life-' + side);
      const head = h('div', { class: 'lifehead' });
      const chart = h('div');
      const list = h('ol', { class: 'story', tabindex: '0', 'aria-label': 'What happened to them' });
      at.append(head, chart, list);
      return { head, list, chart: new Chart(chart, 130) };
    });
  }

  show(state) {
    const i = state.person;
    if (i < 0) return '';
    const said = [];
    this.sides.forEach((side, s) => {
      const world = state.worlds[s];
      const { all, bought, heard, said: spoke } = story(state, world, i, this.choose);
      side.all = all;
      const n = state.about.customers;
      const now = state.week;
      const st = world.stage[now * n + i];
      const stage = state.about.stages[st & 0x7f], detractor = st & 0x80;
      const deep = world.descendants(i), direct = world.children(i).length;
      fill(side.head,
        h('p', { class: 'stand' }, badge(detractor ? 'detractor' : stage, 20), h('b', {}, detractor ? `detractor (${stage})` : stage), h('span', { class: 'soft' }, ` in week ${now}`)),
        h('dl', { class: 'facts' },
          h('div', {}, h('dt', {}, 'bought'), h('dd', {}, `${bought}×`)),
          h('div', {}, h('dt', {}, 'worth'), h('dd', {}, number(world.value[i], 'money', state.about.currency))),
          h('div', {}, h('dt', {}, 'heard'), h('dd', {}, String(heard))),
          h('div', {}, h('dt', {}, 'said'), h('dd', {}, String(spoke))),
          h('div', {}, h('dt', {}, 'won'), h('dd', {}, deep > direct ? `${direct}, then ${deep - direct}` : String(direct)))));
      const reading = side.list.contains(document.activeElement);
      fill(side.list, all.length ? all.map((e) => h('li', { class: e.kind + (e.at > now ? ' later' : '') }, h('time', {}, week(e.at)), ...e.body)) : h('li', {}, h('span', {}, 'Nothing ever reaches them.')));
      if (reading) side.list.focus(); // the name that was chosen there is gone
      const pick = (xs) => Float64Array.from({ length: state.about.weeks + 1 }, (_, w) => xs[w * n + i] / 100);
      side.chart.show({
        label: `Attitudes of person ${i}: satisfaction, bond and trust, week by week, ${world.strategy}`, now,
        data: [Float64Array.from({ length: state.about.weeks + 1 }, (_, k) => k), pick(world.satisfaction), pick(world.bond), pick(world.trust)],
        series: [
          { label: 'satisfaction', stroke: css('--ink'), width: 2, points: { show: false } },
          { label: 'bond', stroke: '#CC79A7', width: 2, dash: [8, 3], points: { show: false } },
          { label: 'trust', stroke: '#009E73', width: 2, dash: [2, 3], points: { show: false } },
        ],
        scale: { range: [-1, 1] },
      });
      said.push(`With ${world.strategy}: ${detractor ? 'detractor' : stage}, bought ${times(bought)}, heard ${heard === 1 ? 'one word' : heard + ' words'}.`);
    });
    return `Person ${i} in week ${state.week}. ${[...new Set(said)].join(' ')}`;
  }

  // at moves the present week: what is still to come steps back.
  at(week) {
    for (const s of this.sides) {
      s.chart.at(week);
      s.all?.forEach((e, k) => s.list.children[k].classList.toggle('later', e.at > week));
    }
  }
}
