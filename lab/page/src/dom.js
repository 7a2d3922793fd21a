// Making and finding elements. Text goes in as text, never as markup.

export const $ = (id) => document.getElementById(id);

// h makes an element: h('button', {class: 'quiet', onclick: f}, 'Go', child).
export function h(tag, props = {}, ...children) {
  const e = tag.startsWith('svg:') ? document.createElementNS('http://www.w3.org/2000/svg', tag.slice(4)) : document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (v === undefined || v === null || v === false) continue;
    if (k.startsWith('on')) e.addEventListener(k.slice(2), v);
    else if (k === 'class') e.setAttribute('class', v);
    else if (k === 'colour') e.style.setProperty('--c', v);
    else if (k === 'value' || k === 'checked' || k === 'disabled' || k === 'open') e[k] = v;
    else e.setAttribute(k, v === true ? '' : v);
  }
  e.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

export function fill(e, ...children) {
  e.replaceChildren(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

export const signs = { EUR: '€', USD: '$', GBP: '£', JPY: '¥', INR: '₹' };

// number writes a number for reading, with its unit.
export function number(x, unit, currency) {
  if (x === null || x === undefined || Number.isNaN(x)) return '–';
  const sign = x < 0 ? '−' : '';
  const a = Math.abs(x);
  const cut = (d) => a.toLocaleString('en', { maximumFractionDigits: d });
  if (unit === 'money') {
    const c = signs[currency] ?? (currency ? currency + ' ' : '');
    if (a >= 1e6) return sign + c + (a / 1e6).toLocaleString('en', { maximumFractionDigits: 2 }) + 'M';
    if (a >= 1e4) return sign + c + (a / 1e3).toLocaleString('en', { maximumFractionDigits: a < 1e5 ? 1 : 0 }) + 'k';
    return sign + c + cut(a < 20 ? 2 : 0);
  }
  const text = sign + cut(a >= 100 ? 0 : a >= 10 ? 1 : a >= 0.1 || a === 0 ? 2 : 4);
  return unit === '%' ? text + ' %' : text;
}

// plain writes a lever's value as short as it is exact to six digits.
export const plain = (x) => String(Number(Number(x).toPrecision(6)));

export const words = (s) => s.replaceAll('_', ' ');

// announce tells readers of the screen what has changed.
let waiting;
export function announce(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => { $('live').textContent = text; }, 120);
}

export function download(name, what, type) {
  const url = URL.createObjectURL(what instanceof Blob ? what : new Blob([what], { type }));
  const a = h('a', { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
