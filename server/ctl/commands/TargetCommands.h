#pragma once

#include "ctl/CtlSession.h"
#include "ctl/Options.h"
#include "ctl/Command.h"

namespace lanyard {

// The verbs that name one object and nothing else: show, enable, disable, remove, revoke, freeze ...

inline void declareTarget(CLI::App& app, NameParams& target)
{
    addText(app, "name", target.name, "Its name.")->type_name("")->required();
}
inline void declareTarget(CLI::App& app, ModelRef& target)
{
    addText(app, "model", target.model, "Name of the model.")->type_name("")->required();
}
inline void declareTarget(CLI::App& app, CredentialRef& target)
{
    addRef(app, "provider/name", target.provider, target.name, "The credential.");
}
inline void declareTarget(CLI::App& app, KeyRef& target)
{
    addRef(app, "user/name", target.user, target.name, "The API key.");
}

inline QString targetText(const NameParams& target) { return target.name; }
inline QString targetText(const ModelRef& target) { return target.model; }
inline QString targetText(const CredentialRef& target) { return target.provider + u'/' + target.name; }
inline QString targetText(const KeyRef& target) { return target.user + u'/' + target.name; }

/// A change that loses nothing.
template<class M>
class SwitchCommand final : public Command
{
public:
    void declare(CLI::App& app) override { declareTarget(app, m_target); }
    void run(CtlSession& session) override
    {
        session.call<M>(m_target, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    typename M::Params m_target;
};

/// A change that loses something: asks on a terminal.
template<class M>
class RemoveCommand final : public Command
{
public:
    void declare(CLI::App& app) override
    {
        declareTarget(app, m_target);
        app.add_flag("-y,--yes", m_yes, ctlStd("Does not ask."));
    }
    void run(CtlSession& session) override
    {
        const QString question = ctlText("%1: %2 Go on?").arg(printable(targetText(m_target)), ctlText(M::kInfo.text.data()));
        if (session.confirm(question, m_yes))
            session.call<M>(m_target, [&session](const ChangeResult& result) { session.showChange(result); });
    }

private:
    typename M::Params m_target;
    bool m_yes = false;
};

/// Every field of one object, by the names that the declarative file has for them.
void printFields(CtlSession& session, const QJsonObject& fields, int indent = 0);

template<class M>
class ShowCommand final : public Command
{
public:
    void declare(CLI::App& app) override { declareTarget(app, m_target); }
    void run(CtlSession& session) override
    {
        session.call<M>(m_target, [&session](const typename M::Result& result) {
            session.show(result, [&] { printFields(session, toJson(result)); });
        });
    }

private:
    typename M::Params m_target;
};

} // namespace lanyard
