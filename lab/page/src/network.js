// The people and their ties on a canvas: a stage is a colour and a shape.
import { css, dark, look, trace } from './palette.js';

const tall = 0.8; // of the width

export class Network {
  #drawn = 0;

  constructor(canvas, choose) {
    this.canvas = canvas;
    this.choose = choose;
    canvas.addEventListener('click', (e) => {
      const r = canvas.getBoundingClientRect();
      const i = this.near(e.clientX - r.left, e.clientY - r.top);
      if (i >= 0) choose(i);
    });
    canvas.addEventListener('keydown', (e) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      if (!way || !this.picture) return;
      e.preventDefault();
      const to = this.towards(...way);
      if (to >= 0) choose(to);
    });
    new ResizeObserver(() => this.resize()).observe(canvas);
  }

  // set gives it a drawing, the ties, and a world to show in it.
  set({ picture, ties, world, stages, customers }) {
    if (this.stages?.join() !== stages.join()) this.marks = null;
    Object.assign(this, { picture, ties, world, stages, customers });
    this.place = new Map();
    picture.who.forEach((i, k) => this.place.set(i, k));
    this.ground = null;
    this.draw();
  }

  resize() {
    const z = devicePixelRatio || 1;
    const w = Math.round(this.canvas.clientWidth * z);
    if (!w || w === this.canvas.width) return;
    this.canvas.width = w;
    this.canvas.height = Math.round(w * tall);
    this.ground = this.marks = null;
    this.draw();
  }

  restyle() {
    this.ground = this.marks = null;
    this.draw();
  }

  get radius() {
    const n = this.picture.who.length;
    return this.canvas.width * Math.min(0.0165, Math.max(0.0056, 0.235 / Math.sqrt(n)));
  }

  at(k) {
    const { width, height } = this.canvas, m = 0.04 * width;
    return [width / 2 + (width / 2 - m) * this.picture.x[k], height / 2 + (height / 2 - m) * this.picture.y[k]];
  }

  near(px, py) {
    if (!this.picture) return -1;
    const z = this.canvas.width / this.canvas.clientWidth;
    let best = -1, least = (24 * z) ** 2;
    for (let k = 0; k < this.picture.who.length; k++) {
      const [x, y] = this.at(k);
      const d = (x - px * z) ** 2 + (y - py * z) ** 2;
      if (d < least) { least = d; best = this.picture.who[k]; }
    }
    return best;
  }

  // towards returns the next person in a direction, for the arrow keys.
  towards(dx, dy) {
    const from = this.place.get(this.person);
    if (from === undefined) return this.picture.who[0];
    const [x0, y0] = this.at(from);
    let best = -1, least = Infinity;
    for (let k = 0; k < this.picture.who.length; k++) {
      const [x, y] = this.at(k);
      const along = (x - x0) * dx + (y - y0) * dy, aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
      if (k === from || along <= 0 || aside > along * 1.2) continue;
      const d = along + 2 * aside;
      if (d < least) { least = d; best = this.picture.who[k]; }
    }
    return best;
  }

  draw(week = this.week, person = this.person) {
    this.week = week;
    this.person = person;
    if (this.#drawn) return;
    this.#drawn = requestAnimationFrame(() => { this.#drawn = 0; this.paint(); });
  }

  // stand returns the stage somebody is in by the present week.
  stand(i) {
    const s = this.world.stage[this.week * this.customers + i];
    return s & 0x80 ? 'detractor' : this.stages[s & 0x7f];
  }

  paint() {
    if (!this.picture || !this.world || this.week === undefined) return;
    if (!this.canvas.width || this.canvas.width !== Math.round(this.canvas.clientWidth * (devicePixelRatio || 1))) {
      const w = Math.round(this.canvas.clientWidth * (devicePixelRatio || 1));
      if (!w) return;
      this.canvas.width = w;
      this.canvas.height = Math.round(w * tall);
      this.ground = this.marks = null;
    }
    this.#people();
  }

  // snapshot returns the picture as it stands, so wide.
  snapshot(width) {
    const shown = this.canvas, e = document.createElement('canvas');
    e.width = width;
    e.height = Math.round(width * tall);
    this.canvas = e;
    this.ground = this.marks = null;
    this.#people();
    this.canvas = shown;
    this.ground = this.marks = null;
    return e;
  }

  #people() {
    const c = this.canvas.getContext('2d');
    c.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.ground ??= this.#ties();
    c.drawImage(this.ground, 0, 0);
    this.#words(c);
    const line = this.#cascade();
    this.#marks();
    const { who } = this.picture;
    const quiet = line && line.size > 0;
    const later = [];
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < who.length; k++) {
        const name = this.stand(who[k]);
        if ((name === 'unaware') !== (pass === 0)) continue; // those who know of it lie on top
        if (quiet && line.has(who[k])) { later.push([k, name]); continue; }
        c.globalAlpha = quiet ? 0.8 : 1;
        this.#mark(c, k, name, 1);
      }
    }
    c.globalAlpha = 1;
    if (quiet) this.#links(c, line);
    for (const [k, name] of later) this.#mark(c, k, name, 1.5);
    const k = this.place.get(this.person);
    if (k !== undefined) {
      const [x, y] = this.at(k), r = this.radius * 2.6;
      if (!quiet || !line.has(this.person)) this.#mark(c, k, this.stand(this.person), 1.5);
      c.strokeStyle = css('--ink');
      c.lineWidth = Math.max(2, this.radius * 0.4);
      c.beginPath();
      c.arc(x, y, r, 0, 7);
      c.stroke();
      c.strokeStyle = css('--panel');
      c.lineWidth *= 0.5;
      c.beginPath();
      c.arc(x, y, r + c.lineWidth * 2, 0, 7);
      c.stroke();
    }
  }

  #ties() {
    const e = document.createElement('canvas');
    e.width = this.canvas.width;
    e.height = this.canvas.height;
    const c = e.getContext('2d');
    const all = [];
    for (const pairs of Object.values(this.ties)) {
      for (let k = 0; k < pairs.length; k += 2) {
        const a = this.place.get(pairs[k]), b = this.place.get(pairs[k + 1]);
        if (a !== undefined && b !== undefined) all.push([a, b]);
      }
    }
    const every = Math.ceil(all.length / 6000); // where all know each other, some stand for all
    c.beginPath();
    for (let k = 0; k < all.length; k += every) {
      c.moveTo(...this.at(all[k][0]));
      c.lineTo(...this.at(all[k][1]));
    }
    c.strokeStyle = css('--ink');
    c.globalAlpha = Math.min(0.16, Math.max(0.025, 90 / Math.max(all.length, 1)));
    c.lineWidth = Math.max(0.6, this.canvas.width / 1100);
    c.stroke();
    return e;
  }

  // #words shows what is said in the present week.
  #words(c) {
    const w = this.world, last = w.wordFrom.length;
    let k = w.wordsOf(this.week - 1), n = 0;
    const end = w.wordsOf(this.week);
    for (const bad of [0, 1]) {
      c.beginPath();
      for (let j = k; j < end && j < last; j++) {
        if ((w.wordFlags[j] & 1) !== bad) continue;
        const a = this.place.get(w.wordFrom[j]), b = this.place.get(w.wordTo[j]);
        if (a === undefined || b === undefined || n++ > 800) continue;
        c.moveTo(...this.at(a));
        c.lineTo(...this.at(b));
      }
      c.strokeStyle = bad ? '#D55E00' : dark() ? '#56B4E9' : '#0072B2';
      c.globalAlpha = 0.4;
      c.lineWidth = Math.max(1, this.radius * 0.28);
      c.setLineDash(bad ? [c.lineWidth * 3, c.lineWidth * 2] : []);
      c.stroke();
    }
    c.setLineDash([]);
    c.globalAlpha = 1;
  }

  // #cascade returns those who led to the chosen person, and those they led to,
  // as far as they have bought by now.
  #cascade() {
    const i = this.person, w = this.world;
    if (i === undefined || i < 0) return null;
    const line = new Set();
    if (w.parent[i] < 0 && !w.children(i).length) return null;
    for (let p = i; p >= 0; p = w.parent[p]) line.add(p);
    const stack = [i];
    while (stack.length) {
      for (const child of w.children(stack.pop())) {
        if (w.wonAt(child) > this.week) continue;
        line.add(child);
        stack.push(child);
      }
    }
    return line;
  }

  #links(c, line) {
    c.strokeStyle = css('--ink');
    c.fillStyle = css('--ink');
    for (const i of line) {
      const p = this.world.parent[i];
      if (p < 0 || !line.has(p)) continue;
      const near = i === this.person || p === this.person; // of a large family those next to them stand out
      c.globalAlpha = near ? 1 : Math.min(1, Math.max(0.12, 25 / line.size));
      c.lineWidth = Math.max(1.4, this.radius * 0.34) * (near || line.size < 40 ? 1 : 0.6);
      const a = this.place.get(p), b = this.place.get(i);
      if (a === undefined || b === undefined) continue;
      const [x0, y0] = this.at(a), [x1, y1] = this.at(b);
      const d = Math.hypot(x1 - x0, y1 - y0) || 1, r = this.radius * 2, s = this.radius * 1.1;
      const ux = (x1 - x0) / d, uy = (y1 - y0) / d, tx = x1 - ux * r, ty = y1 - uy * r;
      c.beginPath();
      c.moveTo(x0, y0);
      c.lineTo(tx, ty);
      c.stroke();
      c.beginPath();
      c.moveTo(tx + ux * s, ty + uy * s);
      c.lineTo(tx - ux * s - uy * s, ty - uy * s + ux * s);
      c.lineTo(tx - ux * s + uy * s, ty - uy * s - ux * s);
      c.fill();
    }
    c.globalAlpha = 1;
  }

  // #marks draws each stage's mark once; people are stamped with them.
  #marks() {
    if (this.marks) return;
    this.marks = new Map();
    for (const name of [...this.stages, 'detractor']) {
      for (const size of [1, 1.5]) {
        const s = look(name), r = this.radius * size, side = Math.ceil(r * 3.4);
        const e = document.createElement('canvas');
        e.width = e.height = side;
        const c = e.getContext('2d');
        trace(c, s.shape, side / 2, side / 2, r);
        c.strokeStyle = css('--panel');
        c.lineWidth = r * 0.5;
        c.lineJoin = 'round';
        if (name !== 'unaware') c.stroke();
        c.fillStyle = s.colour;
        c.fill('evenodd');
        if (name === 'considering' && !dark()) { c.strokeStyle = '#8A8220'; c.lineWidth = r * 0.16; c.stroke(); }
        this.marks.set(name + size, e);
      }
    }
  }

  #mark(c, k, name, size) {
    const e = this.marks.get(name + size), [x, y] = this.at(k);
    c.drawImage(e, x - e.width / 2, y - e.height / 2);
  }
}
