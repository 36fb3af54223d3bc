#pragma once

#include <QString>
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

/// `socket`: the one this window was told to use; "" = the usual places.
QString commandToStartService(const QString& socket);
QString commandToAddProvider(const QString& socket);
QString commandToAddCredential(const QString& socket, const QString& provider);
QString commandToAddUser(const QString& socket);
QString commandToAddKey(const QString& socket, const QString& user);

/// A first chat completion; the API key comes from the environment, because nobody can read it back.
QString curlSnippet(const QUrl& endpoint, const QString& model, Shell shell);

} // namespace lanyard
