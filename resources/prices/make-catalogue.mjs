// Makes catalogue.json from the price data in the npm package @pydantic/genai-prices (MIT licence):
//
//     npm ci && npm run make
//
// Only figures, names and the addresses of the price pages are taken over. One model a line, so that a new version shows
// in a diff what became dearer.
import { readFileSync } from 'node:fs'
import { findProvider } from '@pydantic/genai-prices'

// Which service, and the host names that its API answers under (also their subdomains).
const SERVICES = {
  openai: ['api.openai.com'],
  azure: ['openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com'],
  anthropic: ['api.anthropic.com'],
  google: ['googleapis.com'],
  mistral: ['api.mistral.ai'],
  deepseek: ['api.deepseek.com'],
  groq: ['api.groq.com'],
  'x-ai': ['api.x.ai'],
  moonshotai: ['api.moonshot.ai', 'api.moonshot.cn'],
  cohere: ['api.cohere.ai', 'api.cohere.com'],
  cerebras: ['api.cerebras.ai'],
  fireworks: ['api.fireworks.ai'],
  together: ['api.together.xyz'],
  perplexity: ['api.perplexity.ai'],
  minimax: ['api.minimax.io', 'api.minimaxi.com'],
  zhipuai: ['open.bigmodel.cn'],
  zai: ['api.z.ai'],
  novita: ['api.novita.ai'],
  ovhcloud: ['oai.endpoints.kepler.ai.cloud.ovh.net'],
  voyageai: ['api.voyageai.com'],
}

// Their unit -> our bucket, all in US dollars per million tokens. A model that is billed by anything else is left out: half
// a price is a wrong price.
const BUCKETS = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cached_input',
  cache_write_mtok: 'cache_write_5m',
  cache_write_1h_mtok: 'cache_write_1h',
  output_reasoning_mtok: 'reasoning',
  input_audio_mtok: 'audio_input',
  output_audio_mtok: 'audio_output',
}
// Extras beside the tokens, which our reports of usage do not know: passed over.
const EXTRAS = new Set(['web_searches_kcount', 'cache_audio_read_mtok', 'storage_searches_kcount', 'cache_image_read_mtok'])

// When the package was published: the figures are of that day.
const published = '2026-09-23'
const made = new Date().toISOString().slice(0, 10)
const { version } = JSON.parse(readFileSync(new URL('./node_modules/@pydantic/genai-prices/package.json', import.meta.url)))

const decimal = (number) => Number(number.toPrecision(12)).toFixed(9).replace(/0+$/, '').replace(/\.$/, '.0')

/** The prices in force on the day on which this is made. */
function inForce(prices) {
  if (!Array.isArray(prices)) return prices
  if (prices.some((entry) => entry.constraint?.type === 'time_of_date')) return null // dearer by day: not one price
  const begun = prices.filter((entry) => !entry.constraint || entry.constraint.start_date <= made)
  return begun.at(-1)?.prices ?? null
}

function priceOf(model) {
  const theirs = inForce(model.prices)
  if (!theirs || theirs.input_mtok === undefined) return null
  const price = {}
  const tiers = new Map()
  for (const [unit, value] of Object.entries(theirs)) {
    if (value === undefined || EXTRAS.has(unit)) continue
    const bucket = BUCKETS[unit]
    if (!bucket) return null
    price[bucket] = decimal(typeof value === 'object' ? value.base : value)
    for (const { start, price: dearer } of value.tiers ?? []) {
      if (!tiers.has(start)) tiers.set(start, { above: start })
      tiers.get(start)[bucket] = decimal(dearer)
    }
  }
  price.output ??= '0.0' // embeddings answer with no tokens
  if (tiers.size) price.tiers = [...tiers.values()].sort((a, b) => a.above - b.above)
  return price
}

/** Names that mean this model: whole ones, and beginnings. Their other rules are left out. */
function namesOf(match, names = { equals: [], starts_with: [] }) {
  if (match.equals) names.equals.push(match.equals)
  if (match.starts_with) names.starts_with.push(match.starts_with)
  for (const part of match.or ?? []) namesOf(part, names)
  if (match.and) for (const part of match.and) if (part.starts_with) names.starts_with.push(part.starts_with)
  return names
}

const lines = []
for (const [id, hosts] of Object.entries(SERVICES)) {
  const provider = findProvider({ providerId: id })
  for (const model of provider.models) {
    if (model.deprecated) continue
    const price = priceOf(model)
    if (!price) continue
    const names = namesOf(model.match)
    const row = { service: id, model: model.id }
    const others = [...new Set(names.equals)].filter((name) => name !== model.id).sort()
    if (others.length) row.equals = others
    if (names.starts_with.length) row.starts_with = [...new Set(names.starts_with)].sort()
    Object.assign(row, { price, source: provider.pricing_urls?.[0] ?? '', as_of: published })
    lines.push(JSON.stringify(row))
  }
}
const services = Object.entries(SERVICES).map(([id, hosts]) => JSON.stringify({ id, name: findProvider({ providerId: id }).name, hosts }))
process.stdout.write(`{"version": 1, "from": "@pydantic/genai-prices ${version} (MIT)", "made": "${made}", "currency": "USD per million tokens",
"services": [
${services.join(',\n')}
],
"models": [
${lines.join(',\n')}
]}
`)
