#pragma once

#include <QStringList>
#include <QUrl>

namespace lanyard {

// Commands that the window offers for copying, ready to be pasted into a terminal.

enum class Shell { Posix, Windows };

constexpr Shell ownShell()
{
#if defined(_WIN32)
    return Shell::Windows;
#else
    return Shell::Posix;
#endif
}

/// The words after `lanyard`; the tests hand them to the command line's own parser.
struct CliWords
{
    static QStringList serve() { return {QStringLiteral("serve")}; }
    static QStringList addProvider();
    static QStringList addCredential(const QString& provider);
    static QStringList addModel(const QString& provider);
    static QStringList addUser();
    static QStringList addKey(const QString& user);
};

/// `socket`: the one this window was told to use; "" = the usual places.
QString commandLine(const QStringList& words, const QString& socket, Shell shell = ownShell());

/// A first chat completion; the API key comes from the environment, because nobody can read it back.
QString curlSnippet(const QUrl& endpoint, const QString& model, Shell shell = ownShell());

} // namespace lanyard
