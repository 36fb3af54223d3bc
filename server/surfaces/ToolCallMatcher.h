#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// For dialects whose tool calls may have no id: gives them one, and finds the call that a result answers, by id where it
/// has one, else by the tool's name and order.
class ToolCallMatcher
{
public:
    /// The call's own id, or a made one that is the same each time the conversation is read.
    std::string add(std::string id, std::string_view name)
    {
        if (id.empty())
            id = "call_" + std::to_string(m_calls.size()) + "_" + std::string(name);
        m_calls.push_back({id, std::string(name), false});
        return id;
    }

    /// "" when no call fits and the result names none.
    std::string answer(std::string_view id, std::string_view name)
    {
        const auto fits = [&](const Call& call) { return !call.answered && (id.empty() ? name.empty() || call.name == name : call.id == id); };
        const auto call = std::find_if(m_calls.begin(), m_calls.end(), fits);
        if (call == m_calls.end())
            return std::string(id);
        call->answered = true;
        return call->id;
    }

private:
    struct Call
    {
        std::string id;
        std::string name;
        bool answered = false;
    };
    std::vector<Call> m_calls;
};

} // namespace lanyard
