// The levers of a scenario: a slider and a number box each.
import { $, fill, h, plain } from './dom.js';

// nameOf says a key in words: "talk.persuasion.friends" is "talk: persuasion,
// friends".
export function nameOf(l) {
  const parts = l.key.match(/"[^"]*"|[^.]+/g).map((p) => p.replaceAll('"', '').replaceAll('_', ' '));
  const say = ([table, ...rest]) => (rest.length ? `${table}: ${rest.join(', ')}` : table);
  return parts[0] === 'strategy' ? `${say(parts.slice(2))} (${parts[1]})` : say(parts);
}

// partsOf says the same in two parts, what is moved and of what: ["persuasion,
// friends", "talk"].
function partsOf(l) {
  const name = nameOf(l), at = name.indexOf(': ');
  if (at < 0) return [name, ''];
  const whose = name.match(/ \((.*)\)$/);
  return [name.slice(at + 2, whose ? -whose[0].length : undefined), name.slice(0, at) + (whose ? ', ' + whose[1] : '')];
}

// first cuts a description after its first clause.
function first(doc) {
  const clauses = doc.split(/(?<=\.)\s|(?<=[;:])\s/);
  const some = clauses[0].length < 18 && clauses[1] ? `${clauses[0]} ${clauses[1]}` : clauses[0];
  return some.replace(/[;:.]$/, '') + '.';
}

// unitOf says what a lever is measured in.
export function unitOf(l, currency) {
  if (l.unit === 'money') return currency || 'money';
  if (l.unit) return l.unit.replace('1/', 'per ');
  if (l.key.endsWith('_per_week')) return 'per week';
  const said = l.doc.match(/^(share|probability|ties|coefficient)\b/i);
  return said ? said[0].toLowerCase() : l.most === 1 ? 'scale 0–1' : l.whole ? 'number' : 'factor';
}

// value and place turn a slider's place 0 … 1000 to a lever's value and back.
function value(l, place) {
  const t = place / 1000;
  const x = l.log && l.min > 0 ? l.min * (l.max / l.min) ** t : l.min + t * (l.max - l.min);
  return l.whole ? Math.round(x) : Number(x.toPrecision(3));
}

function place(l, x) {
  const t = l.log && l.min > 0 ? Math.log(x / l.min) / Math.log(l.max / l.min) : (x - l.min) / (l.max - l.min);
  return Math.round(1000 * Math.max(0, Math.min(1, t)));
}

export class Levers {
  constructor(moved) { this.moved = moved; }

  // open shows the controls; set holds the values that are not the scenario's.
  open(about, set) {
    this.rest = Object.fromEntries(about.levers.map((l) => [l.key, l.value]));
    this.paths = Object.fromEntries(about.levers.map((l) => [l.key, l.paths]));
    this.set = { ...set };
    this.controls = {};
    fill($('levers'), about.levers.map((l, k) => this.#lever(l, k, about)));
    $('levers-none').hidden = about.levers.length > 0;
    this.#marks();
  }

  #lever(l, k, about) {
    const id = 'lever-' + k, now = this.set[l.key] ?? l.value;
    const unit = unitOf(l, about.currency);
    const change = (text) => {
      if (text === this.rest[l.key] || Number(text) === Number(this.rest[l.key])) delete this.set[l.key];
      else this.set[l.key] = text;
      this.#marks();
      this.moved();
    };
    const [what, of] = partsOf(l);
    const name = h('label', { for: id, title: l.key }, of ? h('span', { class: 'of' }, of[0].toUpperCase() + of.slice(1) + ': ') : null, h('b', {}, of ? what : what[0].toUpperCase() + what.slice(1)));
    const doc = h('p', { class: 'doc', id: id + '-doc', title: l.doc }, first(l.doc));
    if (l.values) {
      const select = h('select', { id, 'aria-describedby': id + '-doc', onchange: () => change(select.value) }, l.values.map((v) => h('option', { value: v }, v)));
      select.value = now;
      this.controls[l.key] = { show: (v) => { select.value = v; }, row: null };
      return this.#row(l, name, [select], doc);
    }
    const slider = h('input', { type: 'range', id: id + '-slider', min: 0, max: 1000, step: l.whole ? Math.max(1, Math.round(1000 / Math.max(1, l.max - l.min))) : 10, 'aria-label': nameOf(l), 'aria-describedby': id + '-doc' });
    const box = h('input', { type: 'number', id, step: 'any', inputmode: 'decimal', 'aria-describedby': `${id}-unit ${id}-doc` });
    const show = (v) => {
      box.value = v;
      slider.value = String(place(l, Number(v)));
      slider.setAttribute('aria-valuetext', `${v} ${unit}`.trim());
      slider.style.setProperty('--at', `${place(l, Number(v)) / 10}%`);
    };
    show(now);
    slider.addEventListener('input', () => { const v = plain(value(l, Number(slider.value))); show(v); change(v); });
    box.addEventListener('change', () => { if (box.value !== '' && Number.isFinite(Number(box.value))) { show(plain(box.value)); change(plain(box.value)); } });
    this.controls[l.key] = { show };
    const ends = h('span', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, plain(l.min)), h('span', {}, plain(l.max)));
    return this.#row(l, name, [slider, h('span', { class: 'box' }, box), ends, h('span', { class: 'unit', id: id + '-unit' }, unit)], doc);
  }

  #row(l, name, controls, doc) {
    const back = h('button', { type: 'button', class: 'back', 'aria-label': `${nameOf(l)} back to ${this.rest[l.key]}`, onclick: () => {
      delete this.set[l.key];
      this.controls[l.key].show(this.rest[l.key]);
      this.#marks();
      this.moved();
      this.controls[l.key].row.querySelector('input, select').focus();
    } }, '↺');
    const row = h('div', { class: 'lever' }, h('div', { class: 'leverhead' }, name, back), h('div', { class: 'leverset' }, controls), doc);
    this.controls[l.key].row = row;
    return row;
  }

  #marks() {
    for (const [key, c] of Object.entries(this.controls)) c.row?.classList.toggle('moved', key in this.set);
    const n = Object.keys(this.set).length;
    $('levers-reset').disabled = n === 0;
    $('levers-moved').textContent = n ? `${n} moved` : '';
  }

  reset() {
    this.set = {};
    for (const [key, c] of Object.entries(this.controls)) c.show(this.rest[key]);
    this.#marks();
    this.moved();
  }

  // settings returns what is not as in the scenario, as --set takes it.
  settings() { return Object.entries(this.set).flatMap(([k, v]) => (this.paths[k] ?? [k]).map((path) => `${path}=${v}`)); }
}
