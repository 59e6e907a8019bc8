// What can be broken or moved on each kind of device: impairments as switches, the world's hand as small forms.
export function breaksFor(device) {
  const serial = device.address.startsWith("serial");
  return [
    { word: "silent", how: { silent: true } },
    { word: "deaf", how: { deaf: true } },
    { word: serial ? "plug" : "cable", how: { half_open: true, refuse_connect: true } },
    { word: "busy", how: { busy: true } },
    { word: "garble", how: { garble: 0.3 } },
    { word: "slow", how: { delay: "1500ms" } },
  ];
}

export function naming(device, impairment) {
  return breaksFor(device).find((one) => impairment in one.how)?.word;
}

const indices = (model, key) =>
  Object.keys(model).filter((name) => name.startsWith(`${key}/`)).map((name) => name.slice(key.length + 1));
const patch = (device, call, values) => call("PATCH", `devices/${device.id}/model`, values);

export function actionsFor(device, model) {
  const found = [];
  const add = (word, choices, press) => found.push({ word, choices, press });
  const among = (word, key, label) => ({
    word, name: key, options: indices(model, key).map((at) => [at, model[`${label}/${at}`] ?? ""]),
  });
  if ("lamp_hours/1" in model) add("lamp", [], (call) => patch(device, call, { "lamp_hours/1": 4999 }));
  if ("health/temperature" in model) {
    add("cool", [], (call) => patch(device, call, { "health/temperature": "failed" }));
    add("good", [], (call) => patch(device, call, { "health/temperature": "good" }));
  }
  if ("outlet/1" in model) {
    const outlet = among("outlet", "outlet", "label");
    add("trip", [outlet], (call, said) => call("POST", `outlets/${device.id}/outlet/${said.outlet}/trip`));
    add("close", [outlet], (call, said) => patch(device, call, { [`outlet/${said.outlet}`]: true }));
  }
  if ("video_tie/1" in model) {
    const inputs = among("input", "signal", "label_in");
    const withNone = { ...inputs, options: [["0", ""], ...inputs.options] };
    add("tie", [withNone, among("output", "video_tie", "label_out")], (call, said) =>
      patch(device, call, { [`video_tie/${said.video_tie}`]: Number(said.signal) }));
    add("signal", [inputs], async (call, said) => {
      const now = await call("GET", `devices/${device.id}/model`);
      return patch(device, call, { [`signal/${said.signal}`]: !now[`signal/${said.signal}`] });
    });
  }
  if (indices(model, "fader").length) {
    const channel = { ...among("channel", "fader", "label"), name: "channel" };
    add("fader", [channel], (call, said) => patch(device, call, { [`fader/${said.channel}`]: 0 }));
    add("mute", [channel], (call, said) => patch(device, call, { [`mute/${said.channel}`]: true }));
  }
  return found;
}
