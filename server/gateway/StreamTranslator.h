#pragma once

#include "llm/StreamOrder.h"
#include "providers/StreamReader.h"
#include "providers/StreamScanner.h"
#include "surfaces/Surface.h"

#include <memory>
#include <string>
#include <string_view>

namespace lanyard {

/// A provider's stream told in a client's dialect, frame by frame: reader -> order -> encoder. To the attempt it is a
/// scanner like any other, which has words of its own to forward in place of the provider's.
class StreamTranslator final : public StreamScanner, private StreamSink
{
public:
    StreamTranslator(std::unique_ptr<StreamReader> reader, std::unique_ptr<StreamEncoder> encoder);

    Kind look(std::string_view event, std::string_view data) override;
    /// What stands in place of the frame that was looked at last; valid until the next look().
    std::string_view output() const { return m_output; }
    /// The end of a stream that closed without a terminal mark, in the client's words.
    std::string_view close();

private:
    void onStreamEvent(const StreamEvent& event) override;

    std::unique_ptr<StreamReader> m_reader;
    std::unique_ptr<StreamEncoder> m_encoder;
    StreamOrder m_order;
    std::string m_output;
};

} // namespace lanyard
