/** The scripted hall: its devices, described as the server describes them, and its scenes. */
const say = (zh, en) => ({ zh, en });
const places = (n, names = {}) => Array.from({ length: n }, (_, i) => ({ id: i + 1, name: names[i + 1] ?? null }));
const axis = (name, list) => [{ name, places: list }];
const point = (key, type, more = {}) => ({
  key, about: null, type, values: null, range: null, step: null, unit: null, settable: false, passing: [], risk: "a", axes: [], value_names: null, ...more,
});

const SOURCES = { 1: say("讲台电脑", "Lectern PC"), 2: say("摄像机", "Camera"), 3: say("无线投屏", "Wireless"), 4: say("放映机", "Cinema player"), 5: say("后台电脑", "Backstage PC"), 6: say("直播返送", "Stream return"), 7: say("备用一", "Spare 1"), 8: say("备用二", "Spare 2") };
const OUTPUTS = { 1: say("主投影", "Main projector"), 2: say("侧投影", "Side projector"), 3: say("舞台返看", "Stage monitor"), 4: say("录播", "Recorder") };
const names = (table) => Object.fromEntries(Object.entries(table));

const projector = (id, name, more) => ({
  id, name, driver: "pjlink", title: say("PJLink 投影机", "PJLink projector"), area: say("舞台", "Stage"), feeds: {},
  identity: { maker: "Epson", model: "EB-L1755U", serial: "X4KP0100231", firmware: "1.12" },
  points: [
    point("power", "word", { values: ["off", "warming", "on", "cooling"], passing: ["warming", "cooling"], settable: true, risk: "b" }),
    point("input", "word", { values: ["rgb 1", "hdmi 1", "hdmi 2", "sdi 1", "network 1"], settable: true }),
    point("video_mute", "bool", { settable: true }),
    point("audio_mute", "bool", { settable: true }),
    point("freeze", "bool", { settable: true }),
    point("lamp_hours", "whole", { unit: "h", axes: axis("lamp", places(2)) }),
    point("filter_hours", "whole", { unit: "h" }),
    point("health", "word", { values: ["good", "warning", "failed"], axes: axis("part", ["fan", "lamp", "temperature", "cover", "filter", "other"].map((id) => ({ id, name: null }))) }),
    point("resolution", "text"),
    point("link", "word", { values: ["up", "connecting", "lost", "locked_out", "disabled"] }),
  ],
  actions: [], ...more,
});

const matrix = (id, name, more) => ({
  id, name, driver: "extron_sis", title: say("Extron SIS 矩阵", "Extron SIS matrix"), area: say("机房", "Rack room"), feeds: {},
  identity: { maker: "Extron", model: "DXP 84 HD", serial: "A0K7742", firmware: "2.06" },
  points: [
    point("video_tie", "whole", { values: null, settable: true, value_names: { 0: say("无", "None"), ...names(SOURCES) }, axes: axis("output", places(4, OUTPUTS)) }),
    point("output_mute", "bool", { settable: true, axes: axis("output", places(4, OUTPUTS)) }),
    point("signal", "bool", { axes: axis("input", places(8, SOURCES)) }),
    point("temperature", "real", { unit: "°C", step: 0.1 }),
    point("link", "word", { values: ["up", "connecting", "lost"] }),
  ],
  actions: [{ name: "recall", about: say("调用矩阵预设", "Recall a preset of the matrix"), args: [{ name: "preset", range: [1, 16] }], risk: "a" }], ...more,
});

const CHANNELS = { 1: say("讲台话筒", "Lectern mic"), 2: say("手持一", "Handheld 1"), 3: say("手持二", "Handheld 2"), 4: say("电脑声音", "PC audio") };
const mixer = {
  id: "mixer", name: say("调音台", "Mixer"), driver: "x32", title: say("Behringer X32", "Behringer X32"), area: say("控制室", "Control room"), address: "udp://10.1.4.30:10023",
  fed_by: ["pdu-a/outlet/3"], feeds: {}, identity: { maker: "Behringer", model: "X32", serial: null, firmware: "4.06" },
  points: [
    point("fader", "real", { unit: "dB", step: 0.1, range: [-90, 10], settable: true, axes: axis("channel", places(16, CHANNELS)) }),
    point("mute", "bool", { settable: true, axes: axis("channel", places(16, CHANNELS)) }),
    point("mute_group", "bool", { settable: true, axes: axis("group", places(6)) }),
    point("link", "word", { values: ["up", "connecting", "lost"] }),
  ],
  actions: [{ name: "recall", about: say("调用调音台场景", "Recall a scene of the console"), args: [{ name: "preset", range: [0, 99] }], risk: "b" }],
};

const pdu = (id, name, feeds, more) => ({
  id, name, driver: "apc_rpdu", title: say("APC 机架电源", "APC rack PDU"), area: say("机房", "Rack room"), fed_by: [], feeds,
  identity: { maker: "APC", model: "AP7921B", serial: "ZA1234567", firmware: "v6.5.6" },
  points: [
    point("outlet", "bool", { settable: true, risk: "c", axes: axis("socket", places(8)) }),
    point("current", "real", { unit: "A", step: 0.1 }), point("voltage", "whole", { unit: "V" }), point("breaker", "word", { values: ["good", "warning", "failed"], axes: axis("bank", places(2)) }),
    point("link", "word", { values: ["up", "connecting", "lost"] }),
  ],
  actions: [{ name: "cycle", about: say("断电后再通电", "Off, then on again"), args: [{ name: "socket", range: [1, 8] }], risk: "c" }], ...more,
});

export const devices = [
  projector("main-projector", say("主投影", "Main projector"), { address: "tcp://10.1.4.20:4352", fed_by: ["pdu-a/outlet/1"] }),
  projector("side-projector", say("侧投影", "Side projector"), { address: "tcp://10.1.4.21:4352", fed_by: ["pdu-a/outlet/2"] }),
  matrix("matrix", say("主矩阵", "Main matrix"), { address: "serial:///dev/ttyUSB0?baud=9600", fed_by: ["pdu-b/outlet/1"] }),
  matrix("matrix-b", say("备用矩阵", "Second matrix"), { address: "tcp://10.1.4.41:23", fed_by: ["pdu-b/outlet/2"] }),
  mixer,
  pdu("pdu-a", say("电源 A", "PDU A"), { 1: "main-projector", 2: "side-projector", 3: "mixer" }, { address: "snmp://10.1.4.10:161" }),
  pdu("pdu-b", say("电源 B", "PDU B"), { 1: "matrix", 2: "matrix-b" }, { address: "snmp://10.1.4.11:161" }),
];

const set = (path, ref, to, within_s = 5) => ({ path, kind: "set", ref, to, within_s });
const group = (path, kind = "together") => ({ path, kind });
const lit = (input, ...more) => [
  group("0"), set("0.0", "matrix/video_tie/1", input), set("0.1", "matrix/video_tie/2", input), set("0.2", "mixer/mute/1", false),
  set("1", "main-projector/power", "on", 90), set("2", "main-projector/input", "hdmi 1"), ...more,
];

export const scenes = [
  { id: "lecture", name: say("讲座", "Lecture"), about: say("讲台电脑上主屏与侧屏，讲台话筒打开", "Lectern PC on both screens, lectern microphone open"), risk: "a", usual_s: 9, steps: lit(1, set("3", "mixer/fader/1", -5)) },
  { id: "film", name: say("放映", "Film"), about: say("放映机上主屏，话筒全部静音", "Cinema player on the main screen, microphones muted"), risk: "a", usual_s: 11, steps: [...lit(4).slice(0, 3), set("0.2", "mixer/mute/1", true), set("0.3", "mixer/mute/2", true), ...lit(4).slice(4), set("3", "mixer/fader/4", 0)] },
  { id: "ceremony", name: say("颁奖", "Ceremony"), about: null, risk: "a", usual_s: 12, steps: lit(2, set("3", "side-projector/power", "on", 90), set("4", "mixer/mute/2", false), set("5", "mixer/mute/3", false)) },
  { id: "rehearsal", name: say("彩排", "Rehearsal"), about: null, risk: "a", usual_s: 3, steps: [group("0"), set("0.0", "matrix/video_tie/3", 2), set("0.1", "mixer/mute/2", false)] },
  { id: "interval", name: say("中场休息", "Interval"), icon: "pause", about: null, risk: "b", usual_s: 2, steps: [group("0"), set("0.0", "main-projector/video_mute", true), set("0.1", "mixer/mute/1", true)] },
  { id: "all-off", name: say("散场", "All off"), about: say("关闭投影机，冷却后切断电源", "Projectors off, power cut once they are cool"), icon: "power", risk: "c", usual_s: 14, steps: [group("0"), set("0.0", "main-projector/power", "off", 180), set("0.1", "side-projector/power", "off", 180), set("1", "mixer/mute/1", true), set("2", "pdu-a/outlet/2", false)] },
].map((scene) => ({ icon: null, version: 3, last: null, holds: false, ...scene }));

export const hall = { id: "grand", name: say("大礼堂", "Grand Hall"), timezone: "Asia/Shanghai", help_desk: "8000", key_actions: [], mode: "show" };
export const accounts = [
  { name: "lin", password: "stage-demo", role: "lead" },
  { name: "chen", password: "desk-demo", role: "helpdesk" },
  { name: "guest", password: "look-demo", role: "viewer" },
];
