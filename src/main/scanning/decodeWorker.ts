/** The worker thread that reads barcodes. Its file is given to `createDecoder`. */
import { parentPort } from 'node:worker_threads'
import { serveDecoding } from './decodeServe.ts'

if (parentPort !== null) serveDecoding(parentPort)
