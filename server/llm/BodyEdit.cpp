#include "llm/BodyEdit.h"

#include <algorithm>

namespace lanyard {
namespace {

std::size_t offsetIn(std::string_view body, std::string_view slice)
{
    return static_cast<std::size_t>(slice.data() - body.data());
}

} // namespace

BodyEdit replaceSlice(std::string_view body, std::string_view slice, std::string text)
{
    const std::size_t begin = offsetIn(body, slice);
    return {begin, begin + slice.size(), std::move(text)};
}

BodyEdit appendMember(std::string_view body, std::string_view object, std::string_view member)
{
    const std::size_t brace = offsetIn(body, object) + object.rfind('}');
    const std::size_t firstInside = object.find_first_not_of(" \t\r\n", object.find('{') + 1);
    const bool empty = object[firstInside] == '}';
    return {brace, brace, (empty ? "" : ",") + std::string(member)};
}

BodySlices editedBody(std::string_view body, std::vector<BodyEdit> edits)
{
    std::sort(edits.begin(), edits.end(), [](const BodyEdit& a, const BodyEdit& b) { return a.begin < b.begin; });
    BodySlices out;
    std::size_t done = 0;
    for (BodyEdit& edit : edits) {
        if (edit.begin > done)
            out.slices.push_back(body.substr(done, edit.begin - done));
        out.addOwned(std::move(edit.text));
        done = edit.end;
    }
    if (done < body.size())
        out.slices.push_back(body.substr(done));
    return out;
}

} // namespace lanyard
