#include "load/Report.h"

#include <cstdio>

namespace lanyard::bench {

void Tally::add(const Answer& answer)
{
    ++(answer.status == 200 ? answers : errors);
    promptTokens += answer.promptTokens;
    completionTokens += answer.completionTokens;
}

void Report::number(std::string_view name, std::int64_t value)
{
    m_fields.append(m_fields.empty() ? "\"" : ",\"").append(name).append("\":").append(std::to_string(value));
}

void Report::tally(const Tally& tally)
{
    number("answers", static_cast<std::int64_t>(tally.answers));
    number("errors", static_cast<std::int64_t>(tally.errors));
    number("prompt_tokens", static_cast<std::int64_t>(tally.promptTokens));
    number("completion_tokens", static_cast<std::int64_t>(tally.completionTokens));
}

void Report::samples(std::string_view name, Samples& samples)
{
    const std::string prefix(name);
    number(prefix + "_p50_ns", samples.quantile(0.5));
    number(prefix + "_p90_ns", samples.quantile(0.9));
    number(prefix + "_p99_ns", samples.quantile(0.99));
    number(prefix + "_max_ns", samples.quantile(1.0));
}

void Report::print() const
{
    std::printf("{%s}\n", m_fields.c_str());
    std::fflush(stdout);
}

} // namespace lanyard::bench
