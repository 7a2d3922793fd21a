// The engine's side: it starts the WebAssembly that it is sent, and answers
// what it is asked, one question after the other.
let begun;

self.onmessage = async ({ data }) => {
  if (data.module) {
    begun = begin(data.module);
    return;
  }
  try {
    await begun;
    const { fault, json, arrays } = self.grapevine(data.verb, JSON.stringify(data.argument ?? {}));
    if (fault !== undefined) throw new Error(fault);
    self.postMessage({ id: data.id, body: JSON.parse(json), arrays }, Object.values(arrays ?? {}).map((a) => a.buffer));
  } catch (e) {
    self.postMessage({ id: data.id, fault: e.message });
  }
};

async function begin(module) {
  const go = new self.Go();
  go.run(await WebAssembly.instantiate(module, go.importObject));
}
