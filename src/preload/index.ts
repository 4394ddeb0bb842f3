import { ipcRenderer } from 'electron'

// The page makes the channel and keeps one end; the other goes to the station. Ports cannot cross the context bridge, so it comes as a message.
window.addEventListener('message', (event) => {
  const [port] = event.ports
  if (event.source === window && event.data === 'pigeonhole:connect' && port) ipcRenderer.postMessage('pigeonhole:connect', null, [port])
})
