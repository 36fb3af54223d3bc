#pragma once

#include <cstdio>
#include <memory>

namespace lanyard {

bool isTerminal(std::FILE* file);

/// As long as it lives, what is typed on the terminal is not shown.
class EchoOff
{
public:
    explicit EchoOff(bool wanted);
    ~EchoOff();
    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

private:
    struct Saved;
    std::unique_ptr<Saved> m_saved; ///< null = nothing was changed
};

} // namespace lanyard
