<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ctl</name>
    <message>
        <source>Services that answer requests.</source>
        <translation>应答请求的服务。</translation>
    </message>
    <message>
        <source>The keys of a provider.</source>
        <translation>服务商的密钥。</translation>
    </message>
    <message>
        <source>What clients may ask for, and where it is had.</source>
        <translation>客户端可请求的模型及其来源。</translation>
    </message>
    <message>
        <source>What models cost.</source>
        <translation>模型的价格。</translation>
    </message>
    <message>
        <source>Who may ask.</source>
        <translation>谁可以请求。</translation>
    </message>
    <message>
        <source>What users have in common.</source>
        <translation>用户的共同设置。</translation>
    </message>
    <message>
        <source>Codes that are worth money once.</source>
        <translation>一次性储值兑换码。</translation>
    </message>
    <message>
        <source>What budgets told.</source>
        <translation>预算的提醒。</translation>
    </message>
    <message>
        <source>What clients show to be let in.</source>
        <translation>客户端出示的凭证。</translation>
    </message>
    <message>
        <source>How the service behaves.</source>
        <translation>服务的行为。</translation>
    </message>
    <message>
        <source>Lanyard: one endpoint for large language models, with keys, limits and costs per user.</source>
        <translation>Lanyard：大语言模型的统一接入点，按用户管理密钥、限制和费用。</translation>
    </message>
    <message>
        <source>Prints the version.</source>
        <translation>打印版本。</translation>
    </message>
    <message>
        <source>Where the service answers (default: your own service, else the system&apos;s).</source>
        <translation>服务的应答位置（默认：你自己的服务，否则系统服务）。</translation>
    </message>
    <message>
        <source>Prints JSON with stable keys.</source>
        <translation>打印键名稳定的 JSON。</translation>
    </message>
    <message>
        <source>Global options may stand anywhere. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no service.</source>
        <translation>全局选项可放在任何位置。退出码：0 完成，1 失败，2 用法错误，3 没有服务。</translation>
    </message>
    <message>
        <source>Runs the service.</source>
        <translation>运行服务。</translation>
    </message>
    <message>
        <source>Puts a backup in place of the database; the service must not run.</source>
        <translation>用备份替换数据库；服务不得处于运行状态。</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>示例：%1</translation>
    </message>
    <message>
        <source>lanyard: %1
Run the command with --help to see how it is used.
</source>
        <translation>lanyard：%1
加上 --help 运行该命令可查看用法。
</translation>
    </message>
    <message>
        <source>lanyard: serve and restore are the service itself and cannot be combined with a command
</source>
        <translation>lanyard：serve 和 restore 是服务本身，不能与其他命令同用
</translation>
    </message>
    <message>
        <source>there is no command &quot;%1&quot;</source>
        <translation>没有命令“%1”</translation>
    </message>
    <message>
        <source>Where to; without it the next one in the data folder&apos;s backups.</source>
        <translation>存放位置；不给出则为数据目录 backups 中的下一个。</translation>
    </message>
    <message>
        <source>Shows the backups that there are.</source>
        <translation>显示现有的备份。</translation>
    </message>
    <message>
        <source>Made and checked: %1 (%2)</source>
        <translation>已生成并检查：%1（%2）</translation>
    </message>
    <message>
        <source>It is of use only together with master.key and api-key.pepper of the data folder: keep these somewhere else.</source>
        <translation>它只有与数据目录中的 master.key 和 api-key.pepper 一起才有用：请把这两个文件存放在别处。</translation>
    </message>
    <message>
        <source>MADE</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>SIZE</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>There is no backup yet. Make one: lanyard backup</source>
        <translation>还没有备份。生成一个：lanyard backup</translation>
    </message>
    <message>
        <source>Checks the data of a service that does not run.</source>
        <translation>检查未运行的服务的数据。</translation>
    </message>
    <message>
        <source>%1 requests; %2 users with a balance: deposits %3 - costs %4 = balances %5 USD</source>
        <translation>%1 个请求；%2 个有余额的用户：充值 %3 - 费用 %4 = 余额 %5 USD</translation>
    </message>
    <message>
        <source>Note:  %1</source>
        <translation>备注：%1</translation>
    </message>
    <message>
        <source>Fault: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>The book is sound.</source>
        <translation>账本无误。</translation>
    </message>
    <message>
        <source>The book is not sound. A backup can be put in its place: lanyard restore</source>
        <translation>账本有误。可用备份替换：lanyard restore</translation>
    </message>
    <message>
        <source>Copies the database while it is in use, and checks the copy.</source>
        <translation>在使用中复制数据库，并检查副本。</translation>
    </message>
    <message>
        <source>Proves that balances, sums and rows agree.</source>
        <translation>证明余额、合计与明细一致。</translation>
    </message>
    <message>
        <source>The file, or - for stdin.</source>
        <translation>文件，或用 - 表示标准输入。</translation>
    </message>
    <message>
        <source>Tells what would change and changes nothing.</source>
        <translation>说明会更改什么，但不做更改。</translation>
    </message>
    <message>
        <source>Removes what the file does not list.</source>
        <translation>删除文件中未列出的内容。</translation>
    </message>
    <message>
        <source>Does not ask.</source>
        <translation>不询问。</translation>
    </message>
    <message>
        <source>This removes whatever %1 does not list. Go on?</source>
        <translation>这会删除 %1 未列出的一切。继续吗？</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>SETTING</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>VALUE</source>
        <translation>值</translation>
    </message>
    <message>
        <source>DEFAULT</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>MEANING</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>%1 Needs a restart.</source>
        <translation>%1 需要重启。</translation>
    </message>
    <message>
        <source>There is no setting.</source>
        <translation>没有设置项。</translation>
    </message>
    <message>
        <source>Name of the setting.</source>
        <translation>设置项名称。</translation>
    </message>
    <message>
        <source>Its new value.</source>
        <translation>新的值。</translation>
    </message>
    <message>
        <source>Takes it back to its default.</source>
        <translation>恢复默认值。</translation>
    </message>
    <message>
        <source>A value, or --default,</source>
        <translation>一个值，或 --default，</translation>
    </message>
    <message>
        <source>Makes the configuration match a declarative file, all or nothing.</source>
        <translation>使配置与声明式文件一致，全部或全不。</translation>
    </message>
    <message>
        <source>Prints the configuration as a declarative file, without secrets.</source>
        <translation>将配置打印为声明式文件，不含机密。</translation>
    </message>
    <message>
        <source>Lists every setting.</source>
        <translation>列出所有设置项。</translation>
    </message>
    <message>
        <source>Changes a setting.</source>
        <translation>更改一个设置项。</translation>
    </message>
    <message>
        <source>Which client, such as codex or claude-code (default: lists all).</source>
        <translation>哪个客户端，如 codex 或 claude-code（默认：列出全部）。</translation>
    </message>
    <message>
        <source>The model that it is to ask for (default: the first that is offered).</source>
        <translation>要请求的模型（默认：提供的第一个）。</translation>
    </message>
    <message>
        <source>The endpoint as the client reaches it (default: as the service listens).</source>
        <translation>客户端访问的接入点（默认：服务的监听地址）。</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>CLIENT</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>WHERE</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>there is no client &quot;%1&quot;; `lanyard connect` lists all</source>
        <translation>没有客户端“%1”；`lanyard connect` 会列出全部</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Shows how a client is pointed at this endpoint.</source>
        <translation>说明如何让客户端使用此接入点。</translation>
    </message>
    <message>
        <source>Only of this provider.</source>
        <translation>仅此服务商的。</translation>
    </message>
    <message>
        <source>KEY</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>WEIGHT</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>NOW</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>REQUESTS</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>FAILED</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>LIMITS</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>REASON</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>There is no credential. Add one: lanyard credential add PROVIDER/main --key-stdin</source>
        <translation>没有凭据。添加一个：lanyard credential add PROVIDER/main --key-stdin</translation>
    </message>
    <message>
        <source>The credential.</source>
        <translation>凭据。</translation>
    </message>
    <message>
        <source>Its share of the requests, next to the others&apos;.</source>
        <translation>相对于其他凭据所占的请求份额。</translation>
    </message>
    <message>
        <source>Those of a provider, or one of them.</source>
        <translation>某服务商的全部，或其中一个。</translation>
    </message>
    <message>
        <source>Those of all providers.</source>
        <translation>所有服务商的。</translation>
    </message>
    <message>
        <source>PROVIDER[/NAME] or --all</source>
        <translation>PROVIDER[/NAME] 或 --all</translation>
    </message>
    <message>
        <source>Reset %1 credentials.</source>
        <translation>已重置 %1 个凭据。</translation>
    </message>
    <message>
        <source>Lists credentials with their live state.</source>
        <translation>列出凭据及其实时状态。</translation>
    </message>
    <message>
        <source>Shows one credential.</source>
        <translation>显示一个凭据。</translation>
    </message>
    <message>
        <source>Adds a credential; its key comes from stdin, the environment or a prompt.</source>
        <translation>添加凭据；密钥来自标准输入、环境变量或提示输入。</translation>
    </message>
    <message>
        <source>Changes a credential, or replaces its key.</source>
        <translation>更改凭据，或更换其密钥。</translation>
    </message>
    <message>
        <source>Removes a credential.</source>
        <translation>删除凭据。</translation>
    </message>
    <message>
        <source>Lets a credential be used again.</source>
        <translation>重新启用凭据。</translation>
    </message>
    <message>
        <source>Takes a credential out of use.</source>
        <translation>停用凭据。</translation>
    </message>
    <message>
        <source>Clears counters, cool-downs, breakers and disabled-by-error.</source>
        <translation>清除计数、冷却、熔断和因错误停用的状态。</translation>
    </message>
    <message>
        <source>%1 answers on %2</source>
        <translation>%1 在 %2 应答</translation>
    </message>
    <message>
        <source>service and command line are both %1</source>
        <translation>服务和命令行均为 %1</translation>
    </message>
    <message>
        <source>the service is %1, this command line is %2; restart the service</source>
        <translation>服务为 %1，命令行为 %2；请重启服务</translation>
    </message>
    <message>
        <source>the master key cannot be had, so provider keys cannot be opened</source>
        <translation>无法取得主密钥，因此不能打开服务商密钥</translation>
    </message>
    <message>
        <source>the master key is at hand</source>
        <translation>主密钥可用</translation>
    </message>
    <message>
        <source>%1 of %2 are ready</source>
        <translation>%2 个中 %1 个就绪</translation>
    </message>
    <message>
        <source>%1 API keys</source>
        <translation>%1 个 API 密钥</translation>
    </message>
    <message>
        <source>nobody has an API key yet: lanyard key add USER/NAME</source>
        <translation>还没有人有 API 密钥：lanyard key add USER/NAME</translation>
    </message>
    <message>
        <source>%1 can be reached</source>
        <translation>%1 可以访问</translation>
    </message>
    <message>
        <source>%1 cannot be reached from here</source>
        <translation>从这里无法访问 %1</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 没有应答</translation>
    </message>
    <message>
        <source>there is no provider yet: lanyard provider add</source>
        <translation>还没有服务商：lanyard provider add</translation>
    </message>
    <message>
        <source>%1/%2 is %3</source>
        <translation>%1/%2 为 %3</translation>
    </message>
    <message>
        <source>CHECK</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>RESULT</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>WHAT</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Only of this user.</source>
        <translation>仅此用户的。</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>active</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>MODELS</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>ADDRESSES</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>EXPIRES</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>There is no API key. Add one: lanyard key add USER/laptop</source>
        <translation>没有 API 密钥。添加一个：lanyard key add USER/laptop</translation>
    </message>
    <message>
        <source>The API key.</source>
        <translation>API 密钥。</translation>
    </message>
    <message>
        <source>A model it may use, with * as a wildcard; may be given more than once.</source>
        <translation>可使用的模型，* 为通配符；可多次给出。</translation>
    </message>
    <message>
        <source>An address or block it may come from; may be given more than once.</source>
        <translation>允许的来源地址或网段；可多次给出。</translation>
    </message>
    <message>
        <source>The day it ends, such as 2027-01-01.</source>
        <translation>到期日，如 2027-01-01。</translation>
    </message>
    <message>
        <source>Lists API keys, of all users or of one.</source>
        <translation>列出所有用户或某个用户的 API 密钥。</translation>
    </message>
    <message>
        <source>Shows one API key, without the key itself.</source>
        <translation>显示一个 API 密钥的信息，不含密钥本身。</translation>
    </message>
    <message>
        <source>Makes an API key and shows it once.</source>
        <translation>生成 API 密钥并显示一次。</translation>
    </message>
    <message>
        <source>Changes an API key; what is not named stays.</source>
        <translation>更改 API 密钥；未提及的保持不变。</translation>
    </message>
    <message>
        <source>Removes an API key.</source>
        <translation>删除 API 密钥。</translation>
    </message>
    <message>
        <source>Lets an API key be used again.</source>
        <translation>重新启用 API 密钥。</translation>
    </message>
    <message>
        <source>Refuses an API key.</source>
        <translation>拒绝 API 密钥。</translation>
    </message>
    <message>
        <source>Takes an API key back for ever.</source>
        <translation>永久收回 API 密钥。</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <translation>%1（停用）</translation>
    </message>
    <message>
        <source>ENABLED</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>STRATEGY</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>INPUT</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>OUTPUT</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>ROUTES</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>There is no model yet. Add one: lanyard model add gpt-4o --route openai/gpt-4o</source>
        <translation>还没有模型。添加一个：lanyard model add gpt-4o --route openai/gpt-4o</translation>
    </message>
    <message>
        <source>What clients ask for.</source>
        <translation>客户端请求的名称。</translation>
    </message>
    <message>
        <source>Where it is had; may be given more than once, the whole list is replaced. Priority 0 comes first.</source>
        <translation>从何处取得；可多次给出，会替换整个列表。优先级 0 最先。</translation>
    </message>
    <message>
        <source>priority, weighted, random, least-busy, fastest or headroom.</source>
        <translation>priority、weighted、random、least-busy、fastest 或 headroom。</translation>
    </message>
    <message>
        <source>Another name for it; may be given more than once.</source>
        <translation>别名；可多次给出。</translation>
    </message>
    <message>
        <source>Most output tokens of a request that names no limit.</source>
        <translation>未指定上限的请求的最大输出 token 数。</translation>
    </message>
    <message>
        <source>A conversation stays with one credential, for its prompt cache.</source>
        <translation>同一会话固定使用一个凭据，以利用提示缓存。</translation>
    </message>
    <message>
        <source>A stream that is late to begin is asked for a second time.</source>
        <translation>流式应答迟迟不开始时再问一次。</translation>
    </message>
    <message>
        <source>Whole answers are kept for the same user&apos;s same request.</source>
        <translation>为同一用户的相同请求缓存完整应答。</translation>
    </message>
    <message>
        <source>A route to take away, PROVIDER/MODEL; may be given more than once.</source>
        <translation>要移除的路由，PROVIDER/MODEL；可多次给出。</translation>
    </message>
    <message>
        <source>The prices that are shipped, of all models that are known.</source>
        <translation>所有已知模型的内置价格。</translation>
    </message>
    <message>
        <source>MODEL</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>CACHED</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>REQUEST</source>
        <translation>每请求</translation>
    </message>
    <message>
        <source>FROM</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>There is no model yet.</source>
        <translation>还没有模型。</translation>
    </message>
    <message>
        <source>USD per million tokens.</source>
        <translation>每百万 token 的美元价格。</translation>
    </message>
    <message>
        <source>OF</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>No prices are shipped.</source>
        <translation>没有内置价格。</translation>
    </message>
    <message>
        <source>USD per million tokens; --json tells tiers and sources too.</source>
        <translation>每百万 token 的美元价格；--json 还会给出分级和来源。</translation>
    </message>
    <message>
        <source>Name of the model.</source>
        <translation>模型名称。</translation>
    </message>
    <message>
        <source>A price, such as --input 2.50 --output 10.00,</source>
        <translation>价格，如 --input 2.50 --output 10.00，</translation>
    </message>
    <message>
        <source>As a client would ask for it.</source>
        <translation>客户端请求时使用的名称。</translation>
    </message>
    <message>
        <source>As this user.</source>
        <translation>以此用户的身份。</translation>
    </message>
    <message>
        <source>As this API key, USER/NAME.</source>
        <translation>以此 API 密钥的身份，USER/NAME。</translation>
    </message>
    <message>
        <source>%1 means %2.</source>
        <translation>%1 指 %2。</translation>
    </message>
    <message>
        <source>TRY</source>
        <translation>次序</translation>
    </message>
    <message>
        <source>ROUTE</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>CREDENTIAL</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source>WHY</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>No route.</source>
        <translation>没有路由。</translation>
    </message>
    <message>
        <source>Lists all models with their routes.</source>
        <translation>列出所有模型及其路由。</translation>
    </message>
    <message>
        <source>Shows one model.</source>
        <translation>显示一个模型。</translation>
    </message>
    <message>
        <source>Adds a model.</source>
        <translation>添加模型。</translation>
    </message>
    <message>
        <source>Changes a model; what is not named stays.</source>
        <translation>更改模型；未提及的保持不变。</translation>
    </message>
    <message>
        <source>Removes a model.</source>
        <translation>删除模型。</translation>
    </message>
    <message>
        <source>Offers a model again.</source>
        <translation>重新提供模型。</translation>
    </message>
    <message>
        <source>Offers a model no more.</source>
        <translation>不再提供模型。</translation>
    </message>
    <message>
        <source>Lists what models cost.</source>
        <translation>列出模型价格。</translation>
    </message>
    <message>
        <source>Shows what one model costs, and where that price comes from.</source>
        <translation>显示一个模型的价格及其来源。</translation>
    </message>
    <message>
        <source>Sets what a model costs, in USD per million tokens.</source>
        <translation>设置模型价格，单位为每百万 token 的美元。</translation>
    </message>
    <message>
        <source>Takes a model&apos;s price away.</source>
        <translation>移除模型的价格。</translation>
    </message>
    <message>
        <source>Tells where a request for a model would go now, and why.</source>
        <translation>说明现在对某模型的请求会去哪里，以及原因。</translation>
    </message>
    <message>
        <source>Their name.</source>
        <translation>名称。</translation>
    </message>
    <message>
        <source>What was paid, in USD or in the currency named.</source>
        <translation>支付的金额，以美元或指定货币计。</translation>
    </message>
    <message>
        <source>Of what was paid, like EUR; needs the rate too.</source>
        <translation>支付所用的货币，如 EUR；还需要汇率。</translation>
    </message>
    <message>
        <source>How many USD one unit of the currency is worth.</source>
        <translation>一单位该货币值多少美元。</translation>
    </message>
    <message>
        <source>Where it came from, like cash.</source>
        <translation>来源，如 cash。</translation>
    </message>
    <message>
        <source>What it is for.</source>
        <translation>用途。</translation>
    </message>
    <message>
        <source>say how many USD one unit of the currency is worth: --rate</source>
        <translation>请说明一单位该货币值多少美元：--rate</translation>
    </message>
    <message>
        <source>%1 now has %2 USD.</source>
        <translation>%1 现有 %2 USD。</translation>
    </message>
    <message>
        <source>What each is worth, in USD.</source>
        <translation>每张的面值，以美元计。</translation>
    </message>
    <message>
        <source>How many (default: 1).</source>
        <translation>数量（默认：1）。</translation>
    </message>
    <message>
        <source>From when on it is refused: 2027-01-01, an RFC 3339 time.</source>
        <translation>从何时起失效：2027-01-01，或 RFC 3339 时间。</translation>
    </message>
    <message>
        <source>What they are for.</source>
        <translation>用途。</translation>
    </message>
    <message>
        <source>these codes are shown only now</source>
        <translation>这些兑换码只在此刻显示</translation>
    </message>
    <message>
        <source>CODE</source>
        <translation>兑换码</translation>
    </message>
    <message>
        <source>REDEEMED</source>
        <translation>已兑换</translation>
    </message>
    <message>
        <source>USER</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>USD</source>
        <translation>USD</translation>
    </message>
    <message>
        <source>There is no voucher yet. Make one: lanyard voucher create 5.00</source>
        <translation>还没有兑换券。生成一个：lanyard voucher create 5.00</translation>
    </message>
    <message>
        <source>Whose balance it goes to.</source>
        <translation>计入谁的余额。</translation>
    </message>
    <message>
        <source>%1 USD were added; %2 now has %3 USD.</source>
        <translation>已充值 %1 USD；%2 现有 %3 USD。</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>No budget has passed a mark yet.</source>
        <translation>还没有预算达到提醒线。</translation>
    </message>
    <message>
        <source>Books money to a user&apos;s balance.</source>
        <translation>为用户余额入账。</translation>
    </message>
    <message>
        <source>Makes codes that are worth money once.</source>
        <translation>生成一次性的储值兑换码。</translation>
    </message>
    <message>
        <source>Lists all vouchers; their codes are not kept.</source>
        <translation>列出所有兑换券；不保存兑换码。</translation>
    </message>
    <message>
        <source>Books a voucher to a user&apos;s balance; the code comes from stdin or the environment.</source>
        <translation>将兑换券计入用户余额；兑换码来自标准输入或环境变量。</translation>
    </message>
    <message>
        <source>Shows which budgets passed 50, 80 or 100 per cent.</source>
        <translation>显示哪些预算超过了 50、80 或 100 %。</translation>
    </message>
    <message>
        <source>KIND</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>CREDENTIALS</source>
        <translation>凭据</translation>
    </message>
    <message>
        <source>BASE URL</source>
        <translation>基础 URL</translation>
    </message>
    <message>
        <source>%1 of %2 ready</source>
        <translation>%2 个中 %1 个就绪</translation>
    </message>
    <message>
        <source>There is no provider yet. Add one: lanyard provider add openai --preset openai --key-env OPENAI_API_KEY</source>
        <translation>还没有服务商。添加一个：lanyard provider add openai --preset openai --key-env OPENAI_API_KEY</translation>
    </message>
    <message>
        <source>Where the service answers; without a path it gets the kind&apos;s own, such as /v1.</source>
        <translation>服务的地址；不带路径则使用该类型自己的路径，如 /v1。</translation>
    </message>
    <message>
        <source>Name of a proxy to go through.</source>
        <translation>所经代理的名称。</translation>
    </message>
    <message>
        <source>A header for each request; may be given more than once.</source>
        <translation>每个请求附带的标头；可多次给出。</translation>
    </message>
    <message>
        <source>An option of the kind; may be given more than once.</source>
        <translation>该类型的选项；可多次给出。</translation>
    </message>
    <message>
        <source>Time to connect.</source>
        <translation>连接时限。</translation>
    </message>
    <message>
        <source>Time to the first byte of a stream.</source>
        <translation>流式应答首字节时限。</translation>
    </message>
    <message>
        <source>Time for a plain answer.</source>
        <translation>普通应答时限。</translation>
    </message>
    <message>
        <source>Time between two chunks of a stream.</source>
        <translation>流式应答两块之间的时限。</translation>
    </message>
    <message>
        <source>Time for everything; 0 = no limit.</source>
        <translation>总时限；0 表示不限。</translation>
    </message>
    <message>
        <source>Its name.</source>
        <translation>名称。</translation>
    </message>
    <message>
        <source>What it speaks, such as openai or anthropic; needed without a preset.</source>
        <translation>使用的协议，如 openai 或 anthropic；没有预设时必需。</translation>
    </message>
    <message>
        <source>Name of the credential for the key (default: main).</source>
        <translation>密钥对应的凭据名称（默认：main）。</translation>
    </message>
    <message>
        <source>What it speaks, such as openai or demo.</source>
        <translation>使用的协议，如 openai 或 demo。</translation>
    </message>
    <message>
        <source>Name of the credential to use (default: the first usable one).</source>
        <translation>使用的凭据名称（默认：第一个可用的）。</translation>
    </message>
    <message>
        <source>The provider&apos;s own name of a model: asks it for one word, which costs a few tokens.</source>
        <translation>服务商自己的模型名：让它回答一个词，会消耗少量 token。</translation>
    </message>
    <message>
        <source>%1 of %2 answers in %3 ms.</source>
        <translation>%2 的 %1 在 %3 毫秒内应答。</translation>
    </message>
    <message>
        <source>%1 answers in %2 ms and offers %3 models.</source>
        <translation>%1 在 %2 毫秒内应答，提供 %3 个模型。</translation>
    </message>
    <message>
        <source>status %1</source>
        <translation>状态 %1</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>%1 does not work (%2): %3</source>
        <translation>%1 不可用（%2）：%3</translation>
    </message>
    <message>
        <source>SERVER</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>ADDRESS</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>PROVIDER</source>
        <translation>服务商</translation>
    </message>
    <message>
        <source>No model server answers on the usual ports (Ollama 11434, LM Studio 1234, llama.cpp 8080, vLLM 8000).</source>
        <translation>常用端口上没有模型服务器应答（Ollama 11434、LM Studio 1234、llama.cpp 8080、vLLM 8000）。</translation>
    </message>
    <message>
        <source>Add one: lanyard provider add %1 --preset %1</source>
        <translation>添加一个：lanyard provider add %1 --preset %1</translation>
    </message>
    <message>
        <source>Lists all providers.</source>
        <translation>列出所有服务商。</translation>
    </message>
    <message>
        <source>Shows one provider with its credentials.</source>
        <translation>显示一个服务商及其凭据。</translation>
    </message>
    <message>
        <source>Adds a provider, with its first credential when a key is given.</source>
        <translation>添加服务商；若给出密钥，则同时添加第一个凭据。</translation>
    </message>
    <message>
        <source>Changes fields of a provider; what is not named stays.</source>
        <translation>更改服务商的字段；未提及的保持不变。</translation>
    </message>
    <message>
        <source>Removes a provider with its credentials.</source>
        <translation>删除服务商及其凭据。</translation>
    </message>
    <message>
        <source>Lets requests go to a provider again.</source>
        <translation>重新向服务商发送请求。</translation>
    </message>
    <message>
        <source>Sends no more requests to a provider.</source>
        <translation>不再向服务商发送请求。</translation>
    </message>
    <message>
        <source>Asks a provider for its models, or one model for a word; fails when it does not answer well.</source>
        <translation>询问服务商的模型列表，或让某个模型回答一个词；应答不正常则失败。</translation>
    </message>
    <message>
        <source>Looks for model servers on the usual ports of the service&apos;s machine.</source>
        <translation>在服务所在机器的常用端口上查找模型服务器。</translation>
    </message>
    <message>
        <source>One line for each user, group, key, model, provider, credential or day (default: user).</source>
        <translation>按用户、组、密钥、模型、服务商、凭据或日期各一行（默认：user）。</translation>
    </message>
    <message>
        <source>From this moment on: 2026-11-02, an RFC 3339 time, today, 7d, 24h.</source>
        <translation>从此刻起：2026-11-02、RFC 3339 时间、today、7d、24h。</translation>
    </message>
    <message>
        <source>Up to this moment, not including it.</source>
        <translation>到此刻为止，不含此刻。</translation>
    </message>
    <message>
        <source>Prints comma-separated values, for spreadsheets.</source>
        <translation>打印逗号分隔的值，供电子表格使用。</translation>
    </message>
    <message>
        <source>TOTAL</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>COST %1</source>
        <translation>费用 %1</translation>
    </message>
    <message>
        <source>There was no request in this time.</source>
        <translation>此期间没有请求。</translation>
    </message>
    <message>
        <source>One request, by its id or request id: its attempts, and why it went where it went.</source>
        <translation>单个请求，按 ID 或请求 ID：其尝试，以及为何走那条路。</translation>
    </message>
    <message>
        <source>The last N requests (default: 50).</source>
        <translation>最近 N 个请求（默认：50）。</translation>
    </message>
    <message>
        <source>Only of this model.</source>
        <translation>仅此模型的。</translation>
    </message>
    <message>
        <source>Only with this outcome; problem = whatever is not ok.</source>
        <translation>仅此结果的；problem 表示一切不是 ok 的。</translation>
    </message>
    <message>
        <source>Instead: what was turned away before anybody knew who asked, by address and minute.</source>
        <translation>改为：在识别身份之前就被拒绝的请求，按地址和分钟统计。</translation>
    </message>
    <message>
        <source>Goes on with every request that ends, until it is interrupted.</source>
        <translation>持续显示每个结束的请求，直到被中断。</translation>
    </message>
    <message>
        <source>ATTEMPT</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>FAILURE</source>
        <translation>失败原因</translation>
    </message>
    <message>
        <source>STATUS</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>FIRST BYTE MS</source>
        <translation>首字节 毫秒</translation>
    </message>
    <message>
        <source>MS</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>UPSTREAM COST USD</source>
        <translation>上游费用 USD</translation>
    </message>
    <message>
        <source>No provider was asked.</source>
        <translation>没有询问任何服务商。</translation>
    </message>
    <message>
        <source>It went to the credential whose turn it was, and nothing was in the way.</source>
        <translation>轮到的凭据处理了请求，一路无阻。</translation>
    </message>
    <message>
        <source>BUCKET</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>TOKENS</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>USD PER MILLION</source>
        <translation>USD / 百万</translation>
    </message>
    <message>
        <source>COST USD</source>
        <translation>费用 USD</translation>
    </message>
    <message>
        <source>The prices are multiplied by %1, the group&apos;s multiplier.</source>
        <translation>价格乘以 %1，即所在组的倍率。</translation>
    </message>
    <message>
        <source>These are the prices of now; it was booked at others: %1 USD.</source>
        <translation>这是现在的价格；入账时用的是别的价格：%1 USD。</translation>
    </message>
    <message>
        <source>%1 USD of it was not charged: the balance was used up.</source>
        <translation>其中 %1 USD 未收取：余额已用尽。</translation>
    </message>
    <message>
        <source>MINUTE</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>various</source>
        <translation>多个</translation>
    </message>
    <message>
        <source>Nobody was turned away.</source>
        <translation>没有人被拒绝。</translation>
    </message>
    <message>
        <source>this terminal was too slow, some requests are not shown</source>
        <translation>此终端太慢，部分请求未显示</translation>
    </message>
    <message>
        <source>There was no request.</source>
        <translation>没有请求。</translation>
    </message>
    <message>
        <source>OUTCOME</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>SECONDS</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>没有进行中的请求。</translation>
    </message>
    <message>
        <source>These are the oldest; %1 are running.</source>
        <translation>以上为最早的；共 %1 个进行中。</translation>
    </message>
    <message>
        <source>Its id, as requests running lists it, or its request id.</source>
        <translation>requests running 列出的 ID，或请求 ID。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Adds up requests, tokens and cost.</source>
        <translation>汇总请求、token 和费用。</translation>
    </message>
    <message>
        <source>Shows the last requests.</source>
        <translation>显示最近的请求。</translation>
    </message>
    <message>
        <source>Lists the requests that have not ended yet.</source>
        <translation>列出尚未结束的请求。</translation>
    </message>
    <message>
        <source>Ends a running request; its user pays what was delivered.</source>
        <translation>结束进行中的请求；用户为已交付的部分付费。</translation>
    </message>
    <message>
        <source>Lanyard %1 is %2, up %3 (pid %4)</source>
        <translation>Lanyard %1 状态 %2，已运行 %3（pid %4）</translation>
    </message>
    <message>
        <source>Endpoint:    %1/v1</source>
        <translation>接入点：  %1/v1</translation>
    </message>
    <message>
        <source>Data:        %1</source>
        <translation>数据：    %1</translation>
    </message>
    <message>
        <source>Admin:       %1 (%2)</source>
        <translation>管理：    %1（%2）</translation>
    </message>
    <message>
        <source>Providers:   %1, credentials ready: %2 of %3</source>
        <translation>服务商：  %1，就绪凭据：%2 / %3</translation>
    </message>
    <message>
        <source>Models:      %1</source>
        <translation>模型：    %1</translation>
    </message>
    <message>
        <source>Users:       %1, API keys: %2</source>
        <translation>用户：    %1，API 密钥：%2</translation>
    </message>
    <message>
        <source>Last minute: %1 requests, %2 failed; %3 under way now</source>
        <translation>最近一分钟：%1 个请求，%2 个失败；%3 个进行中</translation>
    </message>
    <message>
        <source>This is a demo: it answers by itself and asks no provider.</source>
        <translation>这是演示：自行应答，不询问任何服务商。</translation>
    </message>
    <message>
        <source>Warning:     %1</source>
        <translation>警告：    %1</translation>
    </message>
    <message>
        <source>Comes back when the service has ended.</source>
        <translation>服务结束后才返回。</translation>
    </message>
    <message>
        <source>The service finishes what is under way, then ends.</source>
        <translation>服务完成进行中的工作后结束。</translation>
    </message>
    <message>
        <source>Paused: new requests are refused, running ones end. Go on with: lanyard resume</source>
        <translation>已暂停：拒绝新请求，进行中的会完成。继续：lanyard resume</translation>
    </message>
    <message>
        <source>Requests are served again.</source>
        <translation>已恢复处理请求。</translation>
    </message>
    <message>
        <source>UNTIL</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>The service has just started; look again in a minute.</source>
        <translation>服务刚刚启动；请一分钟后再看。</translation>
    </message>
    <message>
        <source>Tells what the service is and does.</source>
        <translation>说明服务的状态和活动。</translation>
    </message>
    <message>
        <source>Lets running requests finish, then ends the service.</source>
        <translation>让进行中的请求完成，然后结束服务。</translation>
    </message>
    <message>
        <source>Refuses new requests until it is told to go on; running ones end.</source>
        <translation>在恢复之前拒绝新请求；进行中的会完成。</translation>
    </message>
    <message>
        <source>Serves requests again.</source>
        <translation>恢复处理请求。</translation>
    </message>
    <message>
        <source>Shows the last hour, minute by minute.</source>
        <translation>逐分钟显示最近一小时。</translation>
    </message>
    <message>
        <source>Checks the service and its configuration and says what to do.</source>
        <translation>检查服务及其配置，并说明该做什么。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1: %2 Go on?</source>
        <translation>%1：%2 继续吗？</translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation>（%1）</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>GROUP</source>
        <translation>组</translation>
    </message>
    <message>
        <source>KEYS</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>There is no user yet. Add one: lanyard user add alice --balance 10.00</source>
        <translation>还没有用户。添加一个：lanyard user add alice --balance 10.00</translation>
    </message>
    <message>
        <source>The group they belong to.</source>
        <translation>所属的组。</translation>
    </message>
    <message>
        <source>Opening deposit; without one they pay afterwards.</source>
        <translation>初始充值；没有则为后付费。</translation>
    </message>
    <message>
        <source>USERS</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>MULTIPLIER</source>
        <translation>倍率</translation>
    </message>
    <message>
        <source>There is no group yet. Add one: lanyard group add family</source>
        <translation>还没有组。添加一个：lanyard group add family</translation>
    </message>
    <message>
        <source>Times every price, such as 1.2.</source>
        <translation>所有价格的倍率，如 1.2。</translation>
    </message>
    <message>
        <source>Lists all users.</source>
        <translation>列出所有用户。</translation>
    </message>
    <message>
        <source>Shows one user with their API keys.</source>
        <translation>显示一个用户及其 API 密钥。</translation>
    </message>
    <message>
        <source>Adds a user.</source>
        <translation>添加用户。</translation>
    </message>
    <message>
        <source>Changes a user; what is not named stays.</source>
        <translation>更改用户；未提及的保持不变。</translation>
    </message>
    <message>
        <source>Archives a user; their rows stay in the ledger.</source>
        <translation>归档用户；其记录保留在账本中。</translation>
    </message>
    <message>
        <source>Lets a user make requests again.</source>
        <translation>允许用户再次发出请求。</translation>
    </message>
    <message>
        <source>Refuses a user&apos;s requests.</source>
        <translation>拒绝用户的请求。</translation>
    </message>
    <message>
        <source>Stops a user&apos;s spending by hand.</source>
        <translation>手动停止用户的花费。</translation>
    </message>
    <message>
        <source>Lets a frozen user spend again.</source>
        <translation>允许被冻结的用户继续花费。</translation>
    </message>
    <message>
        <source>Lists all groups.</source>
        <translation>列出所有组。</translation>
    </message>
    <message>
        <source>Shows one group.</source>
        <translation>显示一个组。</translation>
    </message>
    <message>
        <source>Adds a group.</source>
        <translation>添加组。</translation>
    </message>
    <message>
        <source>Changes a group; what is not named stays.</source>
        <translation>更改组；未提及的保持不变。</translation>
    </message>
    <message>
        <source>Removes a group; its users stay.</source>
        <translation>删除组；其用户保留。</translation>
    </message>
    <message>
        <source>Added %1 %2.</source>
        <translation>已添加 %1 %2。</translation>
    </message>
    <message>
        <source>Changed %1 %2.</source>
        <translation>已更改 %1 %2。</translation>
    </message>
    <message>
        <source>Removed %1 %2.</source>
        <translation>已删除 %1 %2。</translation>
    </message>
    <message>
        <source>Nothing to change.</source>
        <translation>没有需要更改的内容。</translation>
    </message>
    <message>
        <source>API key %1/%2, shown only this once:</source>
        <translation>API 密钥 %1/%2，只显示这一次：</translation>
    </message>
    <message>
        <source>nothing was changed</source>
        <translation>没有任何更改</translation>
    </message>
    <message>
        <source>must be a whole number from 0 to %1, not &quot;%2&quot;</source>
        <translation>必须是 0 到 %1 的整数，而不是“%2”</translation>
    </message>
    <message>
        <source>must be an amount such as 2.50, not &quot;%1&quot;</source>
        <translation>必须是金额，如 2.50，而不是“%1”</translation>
    </message>
    <message>
        <source>must be NAME=VALUE, not &quot;%1&quot;</source>
        <translation>必须是 NAME=VALUE，而不是“%1”</translation>
    </message>
    <message>
        <source>must be a time such as 2026-11-02, 2026-11-02T10:00:00Z, today, 7d or 24h, not &quot;%1&quot;</source>
        <translation>必须是时间，如 2026-11-02、2026-11-02T10:00:00Z、today、7d 或 24h，而不是“%1”</translation>
    </message>
    <message>
        <source>Not so.</source>
        <translation>反之。</translation>
    </message>
    <message>
        <source>Switched on.</source>
        <translation>启用。</translation>
    </message>
    <message>
        <source>Switched off.</source>
        <translation>停用。</translation>
    </message>
    <message>
        <source>At most N requests a minute.</source>
        <translation>每分钟最多 N 个请求。</translation>
    </message>
    <message>
        <source>At most N tokens a minute.</source>
        <translation>每分钟最多 N 个 token。</translation>
    </message>
    <message>
        <source>At most N requests a day.</source>
        <translation>每天最多 N 个请求。</translation>
    </message>
    <message>
        <source>At most N tokens a request.</source>
        <translation>每个请求最多 N 个 token。</translation>
    </message>
    <message>
        <source>At most N requests at once.</source>
        <translation>最多同时 N 个请求。</translation>
    </message>
    <message>
        <source>Price of a million input tokens.</source>
        <translation>每百万输入 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million output tokens.</source>
        <translation>每百万输出 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million cached input tokens.</source>
        <translation>每百万缓存输入 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million tokens written to a 5-minute cache.</source>
        <translation>每百万写入 5 分钟缓存的 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million tokens written to a 1-hour cache.</source>
        <translation>每百万写入 1 小时缓存的 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million reasoning tokens.</source>
        <translation>每百万推理 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million audio input tokens.</source>
        <translation>每百万音频输入 token 的价格。</translation>
    </message>
    <message>
        <source>Price of a million audio output tokens.</source>
        <translation>每百万音频输出 token 的价格。</translation>
    </message>
    <message>
        <source>Price of each request.</source>
        <translation>每个请求的价格。</translation>
    </message>
    <message>
        <source>must have a slash in it, as in %1, not &quot;%2&quot;</source>
        <translation>必须含有斜杠，如 %1，而不是“%2”</translation>
    </message>
    <message>
        <source>must be PROVIDER/MODEL[@PRIORITY[:WEIGHT]], not &quot;%1&quot;</source>
        <translation>必须是 PROVIDER/MODEL[@PRIORITY[:WEIGHT]]，而不是“%1”</translation>
    </message>
    <message>
        <source>Takes the key from stdin.</source>
        <translation>从标准输入读取密钥。</translation>
    </message>
    <message>
        <source>For services that want no key.</source>
        <translation>用于不需要密钥的服务。</translation>
    </message>
    <message>
        <source>a key does not go on the command line, where others can see it; use --key-env or --key-stdin</source>
        <translation>密钥不能写在命令行上，别人会看到；请用 --key-env 或 --key-stdin</translation>
    </message>
    <message>
        <source>the environment variable %1 is not set</source>
        <translation>环境变量 %1 未设置</translation>
    </message>
    <message>
        <source>stdin holds no key</source>
        <translation>标准输入中没有密钥</translation>
    </message>
    <message>
        <source>say where the key comes from: --key-env NAME, --key-stdin or --no-key</source>
        <translation>请说明密钥来源：--key-env NAME、--key-stdin 或 --no-key</translation>
    </message>
    <message>
        <source>Key (not shown): </source>
        <translation>密钥（不显示）：</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>How its chats are told that they are refused: status, chat, or none for the setting&apos;s.</source>
        <translation>聊天请求被拒绝时的告知方式：status、chat，或 none 表示沿用设置。</translation>
    </message>
    <message>
        <source>From when on it holds, such as 2027-01-01; what is not named stays as it is.</source>
        <translation>从何时起生效，如 2027-01-01；未给出的部分保持不变。</translation>
    </message>
    <message>
        <source>From when on, such as 2026-11-01 or 7d.</source>
        <translation>起始时间，如 2026-11-01 或 7d。</translation>
    </message>
    <message>
        <source>Until when (default: now).</source>
        <translation>截止时间（默认：现在）。</translation>
    </message>
    <message>
        <source>Only this model&apos;s requests.</source>
        <translation>只包括此模型的请求。</translation>
    </message>
    <message>
        <source>Only this user&apos;s requests.</source>
        <translation>只包括此用户的请求。</translation>
    </message>
    <message>
        <source>Why; kept in the audit trail.</source>
        <translation>原因；会保留在审计记录中。</translation>
    </message>
    <message>
        <source>Only say what would change.</source>
        <translation>只显示将会发生的变化。</translation>
    </message>
    <message>
        <source>What was re-rated so far.</source>
        <translation>到目前为止的重新计价记录。</translation>
    </message>
    <message>
        <source>BEFORE</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>AFTER</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>No request of the period costs anything else now.</source>
        <translation>此期间没有请求的费用会改变。</translation>
    </message>
    <message>
        <source>%1 of %2 requests: %3 USD before, %4 USD after.</source>
        <translation>%2 个请求中的 %1 个：之前 %3 USD，之后 %4 USD。</translation>
    </message>
    <message>
        <source>Nothing was changed; leave out --dry-run to do it.</source>
        <translation>未作任何更改；去掉 --dry-run 即可执行。</translation>
    </message>
    <message>
        <source>Balances did not cover %1 USD of it.</source>
        <translation>其中 %1 USD 余额不足以支付。</translation>
    </message>
    <message>
        <source>SINCE</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Nothing was re-rated yet.</source>
        <translation>尚未重新计价。</translation>
    </message>
    <message>
        <source>Applies today&apos;s prices to requests of a period; see --dry-run.</source>
        <translation>将当前价格应用于一段时间内的请求；参见 --dry-run。</translation>
    </message>
    <message>
        <source>a request of %1 for %2 waits for a free provider, place %3 in the queue</source>
        <translation>%1 对 %2 的请求正在等待空闲的服务商，排在第 %3 位</translation>
    </message>
    <message>
        <source>BALANCE %1</source>
        <translation>余额 %1</translation>
    </message>
    <message>
        <source>must be a number of tokens and prices, as in 200000:input=2.50,output=15.00, not &quot;%1&quot;</source>
        <translation>必须是词元数和价格，如 200000:input=2.50,output=15.00，而不是“%1”</translation>
    </message>
    <message>
        <source>Price of each picture that is made.</source>
        <translation>每生成一张图片的价格。</translation>
    </message>
</context>
</TS>
