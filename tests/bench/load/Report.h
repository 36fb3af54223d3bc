#pragma once

#include "load/Client.h"
#include "load/Samples.h"

#include <string>
#include <string_view>

namespace lanyard::bench {

/// All answers since the start, warm-up included: what the books of a gateway have to show.
struct Tally
{
    std::uint64_t answers = 0; ///< with status 200
    std::uint64_t errors = 0;  ///< other answers and broken connections
    std::uint64_t promptTokens = 0;
    std::uint64_t completionTokens = 0;

    void add(const Answer& answer);
};

/// One flat JSON object on standard output. Units are in the names.
class Report
{
public:
    void number(std::string_view name, std::int64_t value);
    void tally(const Tally& tally);
    /// <name>_p50_ns, _p90_ns, _p99_ns, _max_ns
    void samples(std::string_view name, Samples& samples);
    void print() const;

private:
    std::string m_fields;
};

} // namespace lanyard::bench
