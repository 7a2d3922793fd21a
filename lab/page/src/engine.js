// The engine runs in a worker, so that the page never waits for it.

let compiled;

// compile makes the engine ready for all workers: the page carries it in
// itself, packed.
function compile() {
  compiled ??= (async () => {
    const text = atob(document.getElementById('wasm').textContent.trim());
    const packed = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
    const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return WebAssembly.compileStreaming(new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } }));
  })();
  return compiled;
}

export class Engine {
  #worker;
  #waiting = new Map();
  #next = 0;

  constructor() {
    const code = document.getElementById('worker').textContent;
    this.#worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    this.#worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.fault !== undefined) reject(new Error(data.fault));
      else resolve(data);
    };
    this.ready = compile().then((module) => this.#worker.postMessage({ module }));
  }

  // ask returns {body, arrays}.
  async ask(verb, argument) {
    await this.ready;
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, verb, argument });
    });
  }
}
