#pragma once

#include "providers/StreamScanner.h"

namespace lanyard {

/// Reads chat.completion.chunk events. After the commit point an ordinary chunk is looked at without a JSON walk.
/// Shape: CLIENTS: a chunk with choices [] is legal at the start (prompt_filter_results) and at the end (usage).
class OpenAiStreamScanner final : public StreamScanner
{
public:
    Kind look(std::string_view event, std::string_view data) override;

private:
    Kind lookClosely(std::string_view data);

    bool m_committed = false;
};

} // namespace lanyard
