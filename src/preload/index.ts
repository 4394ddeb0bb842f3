import { ipcRenderer } from 'electron'

/** What the page may ask for: a line to the station, and one to the desktop around it. */
const CHANNELS: readonly unknown[] = ['pigeonhole:connect', 'pigeonhole:desktop']

// The page makes the channel and keeps one end; the other goes to the main process. Ports cannot cross the context bridge, so they come as a message.
window.addEventListener('message', (event) => {
  const [port] = event.ports
  if (event.source === window && CHANNELS.includes(event.data) && port) ipcRenderer.postMessage(String(event.data), null, [port])
})
