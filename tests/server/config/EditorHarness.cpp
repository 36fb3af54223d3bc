#include "EditorHarness.h"

#include "config/ObjectNames.h"

namespace lanyard::test {

std::string EditorHarness::lines() const
{
    std::string text;
    for (const ChangeLine& line : report.lines) {
        text += std::string(toString(line.action)) + " " + describe(line.object);
        text += line.note.empty() ? "\n" : " (" + line.note + ")\n";
    }
    return text;
}

} // namespace lanyard::test
