// Short names of a few emoji, for who has no keyboard with them. Any emoji can be typed or pasted as it is.

const LIST = `
  smile 😄 grin 😁 joy 😂 rofl 🤣 slight_smile 🙂 wink 😉 blush 😊 heart_eyes 😍 kiss 😘 yum 😋
  cool 😎 thinking 🤔 neutral 😐 smirk 😏 relieved 😌 sleepy 😴 tongue 😛 worried 😟 sad 🙁 cry 😢
  sob 😭 angry 😠 scream 😱 flushed 😳 dizzy 😵 mask 😷 party 🥳 nerd 🤓 shush 🤫 hug 🤗 eyeroll 🙄
  upside_down 🙃 facepalm 🤦 shrug 🤷 wave 👋 ok 👌 thumbsup 👍 thumbsdown 👎 clap 👏 pray 🙏
  muscle 💪 point_up ☝️ raised_hands 🙌 handshake 🤝 eyes 👀 brain 🧠 heart ❤️ broken_heart 💔
  fire 🔥 sparkles ✨ star ⭐ zap ⚡ boom 💥 sun ☀️ rain 🌧️ snow ❄️ rainbow 🌈 coffee ☕ tea 🍵
  beer 🍺 wine 🍷 pizza 🍕 cake 🍰 apple 🍎 cat 🐱 dog 🐶 bug 🐛 turtle 🐢 penguin 🐧 unicorn 🦄
  rocket 🚀 bike 🚲 car 🚗 house 🏠 computer 💻 phone 📱 bulb 💡 book 📖 pencil ✏️ lock 🔒 key 🔑
  hammer 🔨 wrench 🔧 package 📦 gift 🎁 tada 🎉 trophy 🏆 medal 🏅 game 🎮 dice 🎲 music 🎵
  guitar 🎸 clock 🕐 hourglass ⏳ calendar 📅 check ✅ cross ❌ warning ⚠️ question ❓
  exclamation ❗ hundred 💯 plus ➕ minus ➖
`;

/** Name and sign. */
export const EMOJI: readonly (readonly [string, string])[] = LIST.trim().split(/\s*\n\s*/)
  .flatMap((row) => pairs(row.split(" ")));

function pairs(words: readonly string[]): [string, string][] {
  return words.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, words[i + 1] ?? ""]] : []
  );
}
