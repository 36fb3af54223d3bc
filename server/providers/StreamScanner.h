#pragma once

#include "llm/ProducedText.h"
#include "llm/Usage.h"
#include "providers/ProviderFailure.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

/// Watches one stream, event by event.
class StreamScanner
{
public:
    enum class Kind : std::uint8_t {
        Preamble, ///< says nothing yet (role only, empty choices): failover is still possible after it
        Content,  ///< the first one is the commit point
        Usage,    ///< carries usage and nothing else; hidden from a client that did not ask
        Error,    ///< the provider reports a failure inside the stream
        End,      ///< the terminal mark
        Closing,  ///< belongs to the end, which is only known when the stream closes: held back until then
    };

    virtual ~StreamScanner() = default;
    /// `event` and `data` of one whole event.
    virtual Kind look(std::string_view event, std::string_view data) = 0;

    /// The last usage seen.
    const std::optional<Usage>& usage() const { return m_usage; }
    /// The answer reached its own end (finish reason or terminal mark): a stream that closes now is whole.
    bool finished() const { return m_finished; }
    std::uint64_t textBytes() const { return m_textBytes; }
    /// The text itself, as far as it is kept.
    ProducedText& produced() { return m_produced; }
    /// After Kind::Error.
    const ProviderFailure& failure() const { return m_failure; }

protected:
    std::optional<Usage> m_usage;
    bool m_finished = false;
    std::uint64_t m_textBytes = 0;
    ProducedText m_produced;
    ProviderFailure m_failure;
};

} // namespace lanyard
