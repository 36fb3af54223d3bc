#pragma once

#include "base/Http.h"
#include "governor/Governor.h"

namespace lanyard {

/// X-RateLimit-{Limit,Remaining,Reset}-{Requests,Tokens} as OpenAI spells them ("reset": "1.250s"). Nothing for a caller
/// without limits.
void addRateLimitHeaders(HttpHeaders& headers, const RateLimitView& view);

} // namespace lanyard
