import { bytes, checkpoint, hex, inclusion } from "./proof.mjs";

const place = document.getElementById("proof");
const verdict = document.getElementById("verdict");
const steps = document.getElementById("steps");

function step(text, hash) {
  const item = document.createElement("li");
  const code = document.createElement("code");
  code.textContent = hex(hash);
  item.append(text, " ", code);
  steps.append(item);
}

function say(kind, text) {
  verdict.className = `box ${kind}`;
  verdict.textContent = text;
}

try {
  const answer = await fetch(`/proof?index=${place.dataset.index}`);
  if (!answer.ok) throw new Error("the console gave no proof");
  const proof = await answer.json();
  if (proof.index !== place.dataset.index) throw new Error("this is another event's proof");
  const entry = bytes(proof.entry);
  if (hex(entry) !== document.querySelector("pre").textContent) {
    throw new Error("the bytes are not those shown below");
  }
  const signed = await checkpoint(bytes(proof.checkpoint), proof.keys);
  await inclusion(entry, BigInt(proof.index), signed.size, proof.path.map(bytes), signed.root, step);
  say("good", `PROVEN in this browser: ${signed.origin} has this event at ${proof.index} of `
    + `${signed.size}; the checkpoint is signed by ${signed.by}`);
} catch (e) {
  say("bad", `NOT PROVEN: ${e.message}`);
}
