// Every text of the page, in both languages.
export const WORDS = {
  zh: {
    lead: "这里是设备的“前面板”。按一个按钮弄坏它,再看平板上会发生什么。",
    speed: "设备时间", heal: "全部修好", other: "English", values: "当前数值", wire: "线路上的内容", none: "还没有内容",
    up: "正常", starting: "正在启动", dark: "没有电", ill: "有毛病",
    silent: "不应答", deaf: "答应但不执行", cable: "拔掉网线", plug: "拔掉串口线", busy: "一直忙", garble: "乱码", slow: "变慢",
    reboot: "重启", lamp: "灯泡到期", cool: "过热", good: "温度正常", trip: "插座跳闸", close: "合上插座",
    tie: "前面板切换", input: "输入", output: "输出", outlet: "插座", channel: "通道", go: "切换", fader: "推到 0 dB", mute: "静音", signal: "信号有/无",
    lost: "连不上模拟器,正在重试…",
  },
  en: {
    lead: "The front panels of the devices. Break one with a button, and watch what the tablet says.",
    speed: "Device time", heal: "Heal all", other: "中文", values: "Values now", wire: "On the wire", none: "nothing yet",
    up: "well", starting: "starting", dark: "no mains", ill: "ill",
    silent: "Silent", deaf: "Says yes, does nothing", cable: "Pull the network cable", plug: "Pull the serial cable",
    busy: "Always busy", garble: "Garble", slow: "Slow",
    reboot: "Restart", lamp: "Lamp worn out", cool: "Too hot", good: "Cool again", trip: "Trip outlet", close: "Close outlet",
    tie: "Switch at the front panel", input: "Input", output: "Output", outlet: "Outlet", channel: "Channel", go: "Switch", fader: "Fader to 0 dB", mute: "Mute",
    signal: "Signal on/off", lost: "The simulators do not answer; trying again…",
  },
};
