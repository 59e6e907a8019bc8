/** Faults and tickets of the scripted hall: one cause, what hangs behind it, one ticket with its clocks. */
import { devices } from "./hall.mjs";
import { believe, changed, control, doubt, faults, now, report, tickets, trace, traces } from "./world.mjs";

const say = (zh, en) => ({ zh, en });
const nameOf = (id) => devices.find((one) => one.id === id)?.name ?? say(id, id);
let number = 1041;

/** The outlet of a device opens: the device goes silent, one fault names the outlet. */
export function trip(ref) {
  const [pdu, , socket] = ref.split("/");
  const fed = devices.find((one) => one.id === pdu).feeds[socket];
  report(ref, false);
  if (fed) silence(fed);
  const device = fed ? nameOf(fed) : say("无负载", "nothing");
  const id = `outlet_lost/${ref}`;
  const behind = fed ? [`link_lost/${fed}`] : [];
  fault({
    id, rule: "outlet_lost", subject: ref, device: pdu, severity: "major",
    title: say(`${nameOf(pdu).zh} 插座 ${socket} 断开`, `${nameOf(pdu).en} outlet ${socket} is off`),
    impact: say(`${device.zh}没有电，主屏不可用`, `${device.en} has no power: the main screen is out`),
    advice: [say(`看 ${nameOf(pdu).zh} 的断路器是否跳闸`, `See whether a breaker of ${nameOf(pdu).en} has tripped`), say(`在设备页重新接通插座 ${socket}`, `Switch outlet ${socket} on again from its page`), say("仍无电时改用侧投影并报修", "Still dark: move to the side projector and call the help desk")],
    behind, evidence: { outlet: ref, told: "off", wanted: "on" },
  });
  if (fed) fault({ id: `link_lost/${fed}`, rule: "link_lost", subject: fed, device: fed, severity: "major", title: say(`${device.zh}失去联系`, `${device.en} is lost`), impact: null, advice: [], cause: id, suppressed_by: id, evidence: {} });
  ticket(id, behind, pdu);
}

export function silence(device) {
  control.silent.add(device);
  trace(device, "!", "no reply within 1.5 s");
  doubt(device);
}

export function heal(device) {
  control.silent.delete(device);
  believe(device);
  for (const one of Object.values(faults)) {
    if (one.device !== device && !one.behind.includes(`link_lost/${device}`)) continue;
    delete faults[one.id];
    changed("faults", one.id, null);
    restore(one);
  }
}

export function lost(device, severity = "major") {
  silence(device);
  const id = `link_lost/${device}`;
  fault({ id, rule: "link_lost", subject: device, device, severity, title: say(`${nameOf(device).zh}失去联系`, `${nameOf(device).en} is lost`), impact: say("无法控制，画面保持原状", "It cannot be controlled; the picture stays as it is"), advice: [say("检查网线与交换机指示灯", "Check the cable and the switch's light")], evidence: { last_reply: now() } });
  ticket(id, [], device);
}

export function fault(fields) {
  const one = { phase: "active", since: now(), acked_by: null, ticket: null, cause: null, behind: [], suppressed_by: null, expected: null, evidence: {}, ...fields };
  faults[one.id] = one;
  changed("faults", one.id, one);
  return one;
}

function ticket(cause, behind, device) {
  const no = (number += 1);
  const at = Date.now();
  const mine = {
    no, title: faults[cause].title, state: "new", class: 2, cause, device, faults: [cause, ...behind], opened: now(), received: now(), by: "system", via: "auto", restored: null, has_trace: true,
    clocks: [clock("C1", 600, at), clock("C4", 4 * 3600, at)],
    entries: [entry(1, "system", "opened", faults[cause].title)],
  };
  for (const id of behind) mine.entries.push(entry(mine.entries.length + 1, "system", "joined", faults[id].title));
  tickets[no] = mine;
  faults[cause].ticket = no;
  changed("faults", cause, faults[cause]);
  tell(mine);
}

const clock = (name, target_s, at) => ({ name, target_s, started: new Date(at).toISOString(), due: new Date(at + target_s * 1000).toISOString(), elapsed_gross_s: 0, elapsed_net_s: 0, paused_by: null, state: "running", stopped: null });
const entry = (seq, actor, kind, text) => ({ seq, at: now(), actor, kind, text, data: {} });
const tell = ({ entries: _entries, ...rest }) => changed("tickets", String(rest.no), rest);

export function write(no, actor, kind, text) {
  const mine = tickets[no];
  mine.entries.push(entry(mine.entries.length + 1, actor, kind, text));
  if (kind === "contact" || kind === "contact_made") {
    mine.state = "contacted";
    mine.clocks[0] = { ...mine.clocks[0], state: "met", stopped: now(), elapsed_net_s: (Date.now() - Date.parse(mine.clocks[0].started)) / 1000 };
  }
  tell(mine);
}

function restore(one) {
  const mine = tickets[one.ticket];
  if (!mine || mine.restored) return;
  mine.restored = now();
  mine.state = "restored_verifying";
  mine.entries.push(entry(mine.entries.length + 1, "system", "restored", say("设备重新应答，正在核验", "The device answers again; being verified")));
  tell(mine);
}

export const traceOf = (no) => (tickets[no]?.faults ?? []).flatMap((id) => (traces[id.split("/")[1]] ?? []).map((frame) => ({ ...frame, device: id.split("/")[1] })));
