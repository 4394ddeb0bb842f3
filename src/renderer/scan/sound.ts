/** `right`: saved. `look`: saved, but look at the plate. `wrong`: stop. `drained`: a burst of scans has all been saved. */
export type Sound = 'right' | 'look' | 'wrong' | 'drained'

interface Tone { hertz: number; /** Milliseconds. */ at: number; lasts: number; loud: number }

/** Two sets: short high tones that carry through a noisy dock, and lower, rounder ones for a quiet office. */
export type SoundSet = 'bright' | 'calm'

const SOUNDS: Record<SoundSet, Record<Sound, readonly Tone[]>> = { bright: {
  right: [{ hertz: 880, at: 0, lasts: 35, loud: 0.5 }, { hertz: 1320, at: 35, lasts: 35, loud: 0.5 }],
  look: [{ hertz: 660, at: 0, lasts: 60, loud: 0.6 }, { hertz: 660, at: 110, lasts: 60, loud: 0.6 }],
  wrong: [{ hertz: 180, at: 0, lasts: 220, loud: 1 }],
  drained: [{ hertz: 1320, at: 0, lasts: 60, loud: 0.25 }],
}, calm: {
  right: [{ hertz: 523, at: 0, lasts: 70, loud: 0.6 }, { hertz: 784, at: 70, lasts: 90, loud: 0.5 }],
  look: [{ hertz: 440, at: 0, lasts: 110, loud: 0.6 }, { hertz: 440, at: 170, lasts: 110, loud: 0.6 }],
  wrong: [{ hertz: 147, at: 0, lasts: 160, loud: 1 }, { hertz: 131, at: 190, lasts: 200, loud: 1 }],
  drained: [{ hertz: 784, at: 0, lasts: 90, loud: 0.3 }],
} }

const KEY = 'pigeonhole.sound'
const SET = 'pigeonhole.sound.set'
let context: AudioContext | null = null

/** How loud sounds are here, 0 to 1; 0 is mute. Kept for this workstation. */
export function volume(): number {
  const kept = Number(localStorage.getItem(KEY) ?? '0.6')
  return Number.isFinite(kept) ? Math.min(1, Math.max(0, kept)) : 0.6
}

export function setVolume(next: number): void {
  localStorage.setItem(KEY, String(next))
}

/** Which set of sounds is played here. Kept for this workstation. */
export function soundSet(): SoundSet {
  return localStorage.getItem(SET) === 'calm' ? 'calm' : 'bright'
}

export function setSoundSet(next: SoundSet): void {
  localStorage.setItem(SET, next)
}

/** Plays a sound now. It repeats what the plate shows; a machine that cannot make sounds stays silent. */
export function play(sound: Sound): void {
  const loudness = volume()
  window.dispatchEvent(new CustomEvent('pigeonhole:sound', { detail: sound }))
  if (loudness === 0 || typeof AudioContext === 'undefined') return
  context ??= new AudioContext({ latencyHint: 'interactive' })
  // Browsers hold sound back until a person has touched the page; the next scan tries again.
  if (context.state === 'suspended') void context.resume()
  const start = context.currentTime
  for (const tone of SOUNDS[soundSet()][sound]) {
    const from = start + tone.at / 1000
    const to = from + tone.lasts / 1000
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = sound === 'wrong' ? (soundSet() === 'calm' ? 'triangle' : 'square') : 'sine'
    oscillator.frequency.value = tone.hertz
    // Edges of 3 ms: without them every tone begins and ends with a click.
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(loudness * tone.loud * 0.4, from + 0.003)
    gain.gain.setValueAtTime(loudness * tone.loud * 0.4, to - 0.003)
    gain.gain.linearRampToValueAtTime(0, to)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(from)
    oscillator.stop(to)
  }
}
