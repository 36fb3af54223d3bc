#pragma once

#include "llm/StreamEvent.h"
#include "providers/ProviderFailure.h"

#include <cstdint>
#include <string_view>

namespace lanyard {

/// Reads one stream of a provider into neutral events. What it says may be out of order where the provider is sloppy:
/// StreamOrder stands behind it.
class StreamReader
{
public:
    enum class State : std::uint8_t {
        Open,
        Ended,  ///< the terminal mark was seen
        Failed, ///< the provider reports a failure inside the stream: see failure()
    };

    virtual ~StreamReader() = default;
    /// One whole frame.
    virtual State read(std::string_view event, std::string_view data, StreamSink& sink) = 0;

    /// The model gave its reason to stop: a stream that closes now is whole, also without a terminal mark.
    bool finished() const { return m_finished; }
    const ProviderFailure& failure() const { return m_failure; }

protected:
    bool m_finished = false;
    ProviderFailure m_failure;
};

} // namespace lanyard
