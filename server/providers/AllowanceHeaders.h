#pragma once

#include "base/Clock.h"
#include "base/Http.h"
#include "llm/Allowance.h"

namespace lanyard {

/// What the header fields of an answer say about the provider's own limits; empty when they say nothing. Of several
/// windows of one kind (a minute and a day, input and output tokens) the one counts of which the least is left.
///
/// Shape: `x-ratelimit-{limit,remaining,reset}-{requests,tokens}[-minute|-day]` (OpenAI, Azure, Groq, Cerebras, Mistral),
/// `anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}`,
/// `x-ratelimit-{limit,remaining,reset}` alone (OpenRouter, Together), `x-tokenlimit-...` (Together),
/// `ratelimit-{limit,remaining,reset}` (IETF draft). A reset is a duration ("6m0s", "20ms", "1.5"), a moment in seconds or
/// milliseconds since 1970, or an ISO 8601 date.
/// Source: the rate-limit pages of these services, 2026-11.
Allowance allowanceOf(const HttpHeaders& headers, WallTime now);

} // namespace lanyard
