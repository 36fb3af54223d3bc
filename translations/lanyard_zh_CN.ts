<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>lanyard::CopyButton</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>lanyard::CredentialModel</name>
    <message>
        <source>Tried again at %1</source>
        <translation>将于 %1 重试</translation>
    </message>
    <message>
        <source>%1 (tried again at %2)</source>
        <translation>%1（将于 %2 重试）</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <comment>why a credential is not ready</comment>
        <translation>原因</translation>
    </message>
    <message>
        <source>Weight</source>
        <comment>of a credential in its pool</comment>
        <translation>权重</translation>
    </message>
    <message>
        <source>Key prefix</source>
        <comment>the first characters of a key, all that is known of it</comment>
        <translation>密钥前缀</translation>
    </message>
</context>
<context>
    <name>lanyard::DataTable</name>
    <message>
        <source>Copy cell</source>
        <translation>复制单元格</translation>
    </message>
</context>
<context>
    <name>lanyard::KeyModel</name>
    <message>
        <source>all models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>never</source>
        <comment>expiry of an API key</comment>
        <translation>永不</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Models</source>
        <comment>that an API key may use</comment>
        <translation>模型</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Key prefix</source>
        <comment>the first characters of a key, all that is known of it</comment>
        <translation>密钥前缀</translation>
    </message>
</context>
<context>
    <name>lanyard::MainWindow</name>
    <message>
        <source>Lanyard</source>
        <translation>Lanyard</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>page and its shortcut</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>lanyard::OverviewPage</name>
    <message>
        <source>Endpoint</source>
        <comment>the URL that clients use</comment>
        <translation>接入地址</translation>
    </message>
    <message>
        <source>Endpoint URL</source>
        <translation>接入地址 URL</translation>
    </message>
    <message>
        <source>Copy the endpoint URL</source>
        <translation>复制接入地址</translation>
    </message>
    <message>
        <source>In flight</source>
        <comment>requests that run now</comment>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Requests / min</source>
        <translation>请求数/分钟</translation>
    </message>
    <message>
        <source>Failed / min</source>
        <comment>requests</comment>
        <translation>失败数/分钟</translation>
    </message>
    <message>
        <source>Tokens / min</source>
        <translation>Token 数/分钟</translation>
    </message>
    <message>
        <source>Spent today</source>
        <translation>今日花费</translation>
    </message>
    <message>
        <source>Command</source>
        <comment>accessible name of a command line that can be copied</comment>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Lanyard %1</source>
        <comment>version</comment>
        <translation>Lanyard %1</translation>
    </message>
    <message>
        <source>running since %1</source>
        <comment>time</comment>
        <translation>自 %1 起运行</translation>
    </message>
    <message>
        <source>demo provider on</source>
        <comment>the service runs with --demo</comment>
        <translation>已启用演示提供商</translation>
    </message>
    <message>
        <source>The service listens nowhere.</source>
        <translation>服务没有监听任何地址。</translation>
    </message>
    <message>
        <source>listens on %1</source>
        <comment>address and port</comment>
        <translation>监听 %1</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <comment>problems</comment>
        <translation>
            <numerusform>还有 %n 项。</numerusform>
        </translation>
    </message>
    <message>
        <source>Next step: a provider</source>
        <translation>下一步：添加提供商</translation>
    </message>
    <message>
        <source>Where requests are sent on to. Put its key into the variable OPENAI_API_KEY first.</source>
        <translation>请求会转发到提供商。请先把它的密钥放入环境变量 OPENAI_API_KEY。</translation>
    </message>
    <message>
        <source>Next step: a model</source>
        <translation>下一步：添加模型</translation>
    </message>
    <message>
        <source>A name that clients ask for, and the provider that answers.</source>
        <translation>客户端请求的名称，以及负责应答的提供商。</translation>
    </message>
    <message>
        <source>Next step: a user</source>
        <translation>下一步：添加用户</translation>
    </message>
    <message>
        <source>Every person, app or agent that may use the endpoint.</source>
        <translation>可以使用接入地址的每个人、应用或智能体。</translation>
    </message>
    <message>
        <source>Next step: an API key</source>
        <translation>下一步：创建 API 密钥</translation>
    </message>
    <message>
        <source>What a client presents, shown once. Put the user&apos;s name in the place of alice.</source>
        <translation>客户端出示的凭据，只显示一次。请把 alice 换成用户的名称。</translation>
    </message>
    <message>
        <source>Try it</source>
        <comment>heading over a command that sends a first request</comment>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Any OpenAI client works with this endpoint. Put a user&apos;s API key into the variable LANYARD_API_KEY first.</source>
        <translation>任何 OpenAI 客户端都可以使用此接入地址。请先把某个用户的 API 密钥放入环境变量 LANYARD_API_KEY。</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
</context>
<context>
    <name>lanyard::Page</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Try now</source>
        <comment>button: connect to the service again</comment>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Looking for the service</source>
        <translation>正在查找服务</translation>
    </message>
    <message>
        <source>The service does not accept this window</source>
        <translation>服务不接受此窗口的连接</translation>
    </message>
    <message>
        <source>It is asked again by itself.</source>
        <comment>the service, for a connection</comment>
        <translation>会自动再次尝试。</translation>
    </message>
    <message>
        <source>No connection to a Lanyard service</source>
        <translation>未连接到 Lanyard 服务</translation>
    </message>
    <message>
        <source>This starts one. The window connects by itself as soon as the service runs.</source>
        <comment>below a command to copy</comment>
        <translation>此命令会启动服务。服务运行后，窗口会自动连接。</translation>
    </message>
    <message>
        <source>This could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Try again</source>
        <comment>button: read the list again</comment>
        <translation>重试</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>rows that a search found, of all</comment>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>lanyard::PageList</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>lanyard::ProviderModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <comment>of a provider: openai, anthropic ...</comment>
        <translation>类型</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>基础 URL</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source>Use</source>
        <comment>column: whether requests go to this provider</comment>
        <translation>启用</translation>
    </message>
    <message>
        <source>built in</source>
        <comment>a provider without a URL</comment>
        <translation>内置</translation>
    </message>
</context>
<context>
    <name>lanyard::ProvidersPage</name>
    <message>
        <source>Search providers</source>
        <translation>搜索提供商</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Credentials of the chosen provider</source>
        <translation>所选提供商的凭据</translation>
    </message>
    <message>
        <source>No providers yet</source>
        <translation>还没有提供商</translation>
    </message>
    <message>
        <source>A provider is where requests are sent on to: a cloud service, or a model server of your own.</source>
        <translation>请求会转发到提供商：云服务，或您自己的模型服务器。</translation>
    </message>
    <message>
        <source>This adds one whose key is in the variable OPENAI_API_KEY. It appears here by itself.</source>
        <comment>below a command to copy</comment>
        <translation>此命令会添加一个提供商，其密钥取自环境变量 OPENAI_API_KEY。它会自动出现在这里。</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source>Credentials of %1</source>
        <comment>name of a provider</comment>
        <translation>%1 的凭据</translation>
    </message>
    <message>
        <source>This provider has no credential yet. This command asks for its key:</source>
        <translation>此提供商还没有凭据。以下命令会询问其密钥：</translation>
    </message>
    <message>
        <source>No provider matches “%1”.</source>
        <translation>没有与“%1”匹配的提供商。</translation>
    </message>
</context>
<context>
    <name>lanyard::SearchField</name>
    <message>
        <source>%1 (Ctrl+F)</source>
        <comment>what is searched and its shortcut</comment>
        <translation>%1（Ctrl+F）</translation>
    </message>
</context>
<context>
    <name>lanyard::ServiceState</name>
    <message>
        <source>Connecting</source>
        <comment>state of the service</comment>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Not connected</source>
        <comment>state of the service</comment>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Not running</source>
        <comment>state of the service</comment>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Stopping</source>
        <comment>state of the service</comment>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Locked</source>
        <comment>state of the service</comment>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Serving, needs attention</source>
        <comment>state of the service</comment>
        <translation>服务中，需要处理</translation>
    </message>
    <message>
        <source>Serving</source>
        <comment>state of the service</comment>
        <translation>服务中</translation>
    </message>
    <message>
        <source>This computer only</source>
        <comment>who can reach the endpoint</comment>
        <translation>仅限本机</translation>
    </message>
    <message>
        <source>Shared on the LAN</source>
        <comment>who can reach the endpoint</comment>
        <translation>已在局域网共享</translation>
    </message>
    <message>
        <source>The master key cannot be opened, so providers with a stored key cannot be used. The service tries again by itself.</source>
        <translation>无法打开主密钥，因此不能使用保存了密钥的提供商。服务会自动重试。</translation>
    </message>
    <message>
        <source>Credential %1/%2: %3</source>
        <comment>provider/credential: what is wrong</comment>
        <translation>凭据 %1/%2：%3</translation>
    </message>
</context>
<context>
    <name>lanyard::StateView</name>
    <message>
        <source>Command</source>
        <comment>accessible name of a command line that can be copied</comment>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
</context>
<context>
    <name>lanyard::StateWords</name>
    <message>
        <source>Switched off</source>
        <comment>credential: by the owner</comment>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>credential</comment>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Cooling down</source>
        <comment>credential: short pause after the provider said it is too much</comment>
        <translation>冷却中</translation>
    </message>
    <message>
        <source>Out of quota</source>
        <comment>credential</comment>
        <translation>配额已用完</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <comment>credential: taken out of use because the provider refused it</comment>
        <translation>未被接受</translation>
    </message>
    <message>
        <source>Paused after failures</source>
        <comment>credential: circuit breaker is open</comment>
        <translation>因失败暂停</translation>
    </message>
    <message>
        <source>Locked</source>
        <comment>credential: its secret cannot be opened now</comment>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>None</source>
        <comment>credentials of a provider</comment>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 of %2 ready</source>
        <comment>credentials of a provider</comment>
        <translation>就绪 %1/%2</translation>
    </message>
    <message>
        <source>Switched off</source>
        <comment>user</comment>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Frozen</source>
        <comment>user: may not spend</comment>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>No balance left</source>
        <comment>user</comment>
        <translation>余额已用完</translation>
    </message>
    <message>
        <source>Balance below zero</source>
        <comment>user</comment>
        <translation>余额为负</translation>
    </message>
    <message>
        <source>Active</source>
        <comment>user</comment>
        <translation>正常</translation>
    </message>
    <message>
        <source>Revoked</source>
        <comment>API key</comment>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>Switched off</source>
        <comment>API key</comment>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Expired</source>
        <comment>API key</comment>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Active</source>
        <comment>API key</comment>
        <translation>正常</translation>
    </message>
    <message>
        <source>On</source>
        <comment>provider</comment>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <comment>provider</comment>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>lanyard::StatusLine</name>
    <message>
        <source>Looking for the service</source>
        <translation>正在查找服务</translation>
    </message>
    <message>
        <source>Not connected; trying again by itself</source>
        <translation>未连接，正在自动重试</translation>
    </message>
    <message>
        <source>Connected to the given service</source>
        <comment>named with --admin-socket</comment>
        <translation>已连接到指定的服务</translation>
    </message>
    <message>
        <source>Connected to your own service</source>
        <translation>已连接到您自己的服务</translation>
    </message>
    <message>
        <source>Connected to the system service</source>
        <translation>已连接到系统服务</translation>
    </message>
</context>
<context>
    <name>lanyard::TrayIcon</name>
    <message>
        <source>Open Lanyard</source>
        <translation>打开 Lanyard</translation>
    </message>
    <message>
        <source>Copy endpoint URL</source>
        <translation>复制接入地址</translation>
    </message>
    <message>
        <source>Quit this app</source>
        <comment>tray menu; the service goes on</comment>
        <translation>退出此应用</translation>
    </message>
    <message>
        <source>Lanyard stays in the tray</source>
        <translation>Lanyard 仍在托盘中</translation>
    </message>
    <message>
        <source>The window can be opened again from this icon. The service goes on by itself.</source>
        <translation>可以通过此图标再次打开窗口。服务会继续运行。</translation>
    </message>
    <message>
        <source>Service: %1</source>
        <comment>tray menu: state of the service</comment>
        <translation>服务：%1</translation>
    </message>
</context>
<context>
    <name>lanyard::TwoLists</name>
    <message>
        <source>Command</source>
        <comment>accessible name of a command line that can be copied</comment>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
</context>
<context>
    <name>lanyard::UserModel</name>
    <message>
        <source>pays later</source>
        <comment>user without a prepaid balance</comment>
        <translation>后付费</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>用户组</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Keys</source>
        <comment>column: number of API keys</comment>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
</context>
<context>
    <name>lanyard::UsersPage</name>
    <message>
        <source>Search users and keys</source>
        <translation>搜索用户和密钥</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>API keys of the chosen user</source>
        <translation>所选用户的 API 密钥</translation>
    </message>
    <message>
        <source>No users yet</source>
        <translation>还没有用户</translation>
    </message>
    <message>
        <source>Every person, app or agent that may use the endpoint is a user with API keys and, if you like, a balance.</source>
        <translation>可以使用接入地址的每个人、应用或智能体都是一个用户，拥有 API 密钥，也可以设置余额。</translation>
    </message>
    <message>
        <source>This adds one with a balance of 10 dollars. It appears here by itself.</source>
        <comment>below a command to copy</comment>
        <translation>此命令会添加一个余额为 10 美元的用户。它会自动出现在这里。</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>API keys of %1</source>
        <comment>name of a user</comment>
        <translation>%1 的 API 密钥</translation>
    </message>
    <message>
        <source>This user has no API key yet. This command makes one and shows it once:</source>
        <translation>此用户还没有 API 密钥。以下命令会创建一个，并只显示一次：</translation>
    </message>
    <message>
        <source>No user matches “%1”.</source>
        <translation>没有与“%1”匹配的用户。</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shows and administers a running Lanyard service.</source>
        <translation>显示并管理正在运行的 Lanyard 服务。</translation>
    </message>
    <message>
        <source>The admin socket of the service. Without it, your own service is looked for, then the system&apos;s.</source>
        <translation>服务的管理套接字。未指定时，先查找您自己的服务，再查找系统服务。</translation>
    </message>
</context>
</TS>
