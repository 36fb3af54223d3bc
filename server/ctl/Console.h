#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace lanyard {

/// What a command sees of the world around it. Replaced in tests.
class Console
{
public:
    virtual ~Console() = default;

    virtual void out(const QString& text) = 0;
    virtual void err(const QString& text) = 0;
    /// Whether a person reads the output: then it may have colours.
    virtual bool outIsTerminal() const = 0;
    /// Whether a person types the input: then it may be asked for.
    virtual bool inIsTerminal() const = 0;
    /// All of stdin.
    virtual QByteArray readInput() = 0;
    /// One line from the terminal; without echo for secrets. Empty at its end.
    enum class Echo { On, Off };
    virtual QString ask(const QString& prompt, Echo echo) = 0;
    virtual std::optional<QString> environment(const QString& name) const = 0;
};

} // namespace lanyard
