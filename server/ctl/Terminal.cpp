#include "ctl/Terminal.h"

#include <QtGlobal>

#if defined(Q_OS_WIN)
#include <io.h>
#include <qt_windows.h>
#else
#include <termios.h>
#include <unistd.h>
#endif

namespace lanyard {

#if defined(Q_OS_WIN)

struct EchoOff::Saved
{
    DWORD mode = 0;
};

bool isTerminal(std::FILE* file)
{
    return _isatty(_fileno(file)) != 0;
}

EchoOff::EchoOff(bool wanted)
{
    DWORD mode = 0;
    const HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    if (!wanted || !GetConsoleMode(input, &mode))
        return;
    m_saved = std::make_unique<Saved>(Saved{mode});
    SetConsoleMode(input, mode & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
}

EchoOff::~EchoOff()
{
    if (m_saved)
        SetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), m_saved->mode);
}

#else

struct EchoOff::Saved
{
    termios settings = {};
};

bool isTerminal(std::FILE* file)
{
    return ::isatty(::fileno(file)) == 1;
}

EchoOff::EchoOff(bool wanted)
{
    termios settings = {};
    if (!wanted || ::tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    m_saved = std::make_unique<Saved>(Saved{settings});
    settings.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings);
}

EchoOff::~EchoOff()
{
    if (m_saved)
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_saved->settings);
}

#endif

} // namespace lanyard
