export { renderTranscript, type TranscriptOrder } from './render-transcript.ts';
