"""Portuguese."""

from mauntic.delivery.replies.domain.words.lexicon import Lexicon

MONTH = r"(?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)\b"
FAR = (
    rf"(?:(?:em |no inicio de |no fim de |no final de |a partir de )?{MONTH}|(?:no |o |na )?(?:proximo|proxima) (?:ano|mes|trimestre|semestre|primavera|verao)|(?:no |o )?(?:ano|mes) que vem|depois (?:do verao|das ferias|do natal|da pascoa|das festas|do carnaval)|apos (?:as ferias|o verao|o natal|o carnaval)|"
    r"(?:na |no )(?:primavera|verao|outono|inverno)|(?:daqui a|em|dentro de) (?:alguns|uns|dois|duas|tres|"
    r"quatro|cinco|seis|\d{1,2}) (?:meses|semanas)|q[1-4]\b|20[2-9]\d|fim do ano|final do ano)"
)
MAIL = r"(?:e-?mails?|mails?|mensagens|mensagem|publicidade|newsletters?|comunicac\w+|spam|propaganda|ofertas|correio)"

PORTUGUESE = Lexicon(
    unsubscribe=(
        r"ser (?:removid|retirad|excluid|eliminad|apagad)\w|(?:nao|sem) (?:\w{1,6} )?autoriz\w+",
        r"(?:da|desta|dessa|das|de) (?:sua |vossa |tua )?(?:lista|mailing|base de dados|newsletter)\b|"
        r"(?:retire|remova|apague|exclua|elimine|tire)m? (?:o |os )?(?:meu|minha|nosso)",
        r"(?:nao(?! (?:hesit|recebi|tenho|temos|sou|e |encontr|sei))|nenhum\w?|nunca|chega de|parem?|"
        r"sem mais)(?: \S{1,12}){0,4} (?:e-?mails|mails|mensagens|publicidade|comunicacoes|newsletters?|"
        r"spam|propaganda|contactar\w{0,4}|contatar\w{0,4}|contact[ae]m?|contat[ae]m?|escrev[ae]\w?)\b",
        r"(?:remov\w{1,5}|retir\w{1,5}|elimin\w{1,5}|exclu\w{1,5}|apag\w{1,5}|tir\w{1,4}|"
        r"risc\w{1,4})(?:[- ]?me|[- ]?nos)?(?: \S{1,8}){0,3} ?(?:(?:o |os |a |as )?(?:meu|meus|minha|"
        r"minhas|nosso|nossa|este (?:e-?mail|endereco))|d[ao]s? (?:sua|vossa|lista|tua|suas|base|mailing|"
        r"cadastro)|da lista|dessa lista|desta lista)|(?:remova|retire|exclua|tire|elimine|apague|removam|"
        r"retirem|excluam|tirem)-?(?:me|nos)\b|me (?:remov|retir|exclu|tir|descadastr)\w{1,5}",
        r"descadastr\w+|desinscr\w+|desinscrever|cancel\w{1,5} (?:a |minha |a minha )?(?:inscric\w+|"
        r"subscric\w+|assinatura)|(?:nao|nunca) (?:\w{1,8} ){0,3}(?:contact\w{1,5}|contat\w{1,5}|"
        r"escrev\w{1,5}|envi\w{1,5}|mand\w{1,5}|receber|incomod\w{1,5})(?: \S{1,10}){0,3} (?:mais|"
        r"novamente|de novo)|nao (?:quero|desejo|queremos|desejamos) (?:\w{1,6} )?(?:mais |receber)|"
        r"nao me (?:contact|contat|escrev|envi|mand|incomod)\w+(?: mais)?|(?:par\w{1,4}|deix\w{1,4}|"
        r"cess\w{1,4}) de (?:me |nos )?(?:enviar|mandar|escrever|contactar|contatar|incomodar|spam\w*)|"
        r"(?:chega|basta|sem mais|nenhum|mais nenhum\w?) (?:de )?" + MAIL,
        r"(?:lgpd|rgpd|gdpr|protec\w+ de dados|direito (?:ao esquecimento|de oposicao|de acesso))|"
        r"(?:nunca|nao) (?:\w{1,6} ){0,3}(?:dei (?:\w{1,6} )?(?:consentimento|autorizacao)|autorizei|"
        r"consenti|me inscrevi|subscrevi|solicitei|pedi para)|(?:denunci|report|marc)\w+[^.?!]{0,30}spam|"
        r"deix\w{1,3}-?me em paz",
    ),
    unsubscribe_words=(
        "stop",
        "remover",
        "cancelar",
        "descadastrar",
        "sair",
        "parar",
        "cancelar inscricao",
        "excluir",
        "pare",
    ),
    spared=(
        r"como (?:\S{1,12} ){0,4}(?:clientes|utilizadores|usuarios|contactos|contatos|destinatarios)|"
        r"como (?:gerem|funciona|podem|tratam)|(?:link|taxa|pagina) de (?:cancelamento|descadastro)",
    ),
    negative=(
        r"nao[,.]? (?:muito )?obrigad\w|obrigad\w,? mas nao|nao\s*[.!]*$|(?:nao|nenhum\w?|sem|pouco|"
        r"nunca) (?:\w{1,8} ){0,4}(?:interess\w*|precis\w+|necessi\w+|relevante|e para (?:nos|mim)|"
        r"procur\w+|se aplica|faz sentido|util|adequad\w|pretend\w+|considera\w*|temos interesse)|(?:ja|"
        r"nos ja) (?:\w{1,6} ){0,2}(?:temos|tenho|usamos|trabalhamos|utilizamos|contamos|contratamos|"
        r"possuimos)|(?:estamos|estou) (?:\w{1,6} )?(?:satisfeit\w{1,2}|bem servid\w{1,2}|cobert\w{1,2})|"
        r"(?:recus|declin)\w+|muito caro|perda de tempo|dispens\w{1,5}",
    ),
    later=(
        rf"(?:so|apenas|somente|nao antes de|melhor|talvez) {FAR}",
        r"(?:agora|de momento|neste momento|no momento|por agora|por enquanto|atualmente|este ano|"
        r"hoje)(?: \w{1,8}){0,3},? nao\b|nao (?:\w{1,8} ){0,3}(?:agora|de momento|neste momento|"
        r"no momento|por agora|este ano|por enquanto|ainda|prioridade|e (?:uma|a) prioridade|e o momento)|"
        r"(?:muito|demasiado) ocupad\w",
        rf"(?:volt\w+|contact\w+|contat\w+|escrev\w+|lig\w+|fal\w+|retom\w+|lembr\w+|procur\w+|convers\w+|tent\w+)(?: \S{{1,12}}){{0,6}} (?:{FAR}|mais tarde|mais para (?:a )?frente)|(?:talvez|quem sabe|possivelmente|melhor) (?:\w{{1,6}} )?(?:{FAR}|mais tarde|mais para frente)|mais tarde\b|no futuro|futuramente|"
        r"(?:orcamento|projeto|contratac\w+) (?:\w{1,8} ){0,3}(?:congelad\w|suspens\w|adiad\w)|(?:sem|"
        r"nao ha|nao temos|nao tenho) (?:orcamento|verba|tempo|recursos|budget)",
    ),
    referral=(
        r"nao sou (?:\w{1,6} ){0,2}(?:a pessoa|o|a) (?:\w{1,8} )?(?:certa|indicada|correta|adequada|"
        r"responsavel|contacto|contato)|nao (?:\w{1,6} ){0,3}(?:minha area|meu departamento|sou (?:eu|"
        r"o responsavel)|trato disso|cuido)|pessoa errada",
        r"(?:fal\w{1,3}|contact\w{1,3}|contat\w{1,3}|entr\w{1,2} em contato|escrev\w{1,3}|"
        r"dirij\w{1,3}-?se|procur\w{1,3})(?: \S{1,8}){0,3}? (?:com |a |ao |o |para )?(?:o meu|a minha|meu|"
        r"minha|nosso|nossa|o nosso|a nossa|o (?:sr|colega|pedro|diretor|gerente|responsavel|"
        r"departamento)|a (?:sra|colega|diretora|equipa)|\S{1,40}@|(?:o|a) [a-z]{3,14}\b)",
        r"(?:encaminh\w+|reencaminh\w+|repass\w+|em copia|em cc|coloco em copia|copiei)|(?:o responsavel|"
        r"a responsavel|quem (?:trata|cuida|decide)|a pessoa (?:certa|indicada|"
        r"responsavel)) (?:\S{1,8} ){0,3}(?:e|seria)",
    ),
    positive=(
        r"sim\b|claro\b|com (?:todo o )?(?:prazer|gosto)|com certeza|perfeito|combinado|de acordo|"
        r"pode ser|otimo\b|(?:me|nos) interess\w+|interessa-?(?:me|nos)|(?:tenho|temos|teria|"
        r"teriamos) (?:\w{1,6} )?interesse|(?:estou|estamos) (?:\w{1,6} )?interessad\w{1,2}|(?:gostaria|"
        r"gostaria?mos|adoraria) (?:\w{1,6} ){0,2}(?:saber|conhecer|ver|falar|receber|de)|parece (?:bem|"
        r"bom|otimo|interessante)",
        r"(?:envi\w{1,4}|mand\w{1,4}|encaminh\w{1,4}|partilh\w{1,4}|pass\w{1,4})(?:-?me|"
        r"-?nos)?(?: \S{1,10}){0,5} (?:informac\w+|apresentac\w+|proposta|orcamento|precos?|brochura|"
        r"detalhes|material|catalogo|link|documentac\w+|exemplos|demo|mais)",
        r"(?:me )?(?:ligue|liga|ligar|liguem|telefone)(?:-?me|-?nos)?\b|(?:podemos|poderiamos|pode|podem|"
        r"poderia|podes)(?: \S{1,12}){0,4} (?:falar|conversar|ligar|marcar|agendar|reunir|enviar|mandar|"
        r"mostrar|demo|ver\b|demonstrac\w+)|(?:vamos (?:falar|conversar|marcar|agendar)|falemos|"
        r"marquemos)|(?:segunda|terca|quarta|quinta|sexta|amanha)(?:-feira)?(?: \S{1,8}){0,4} (?:da|bom|"
        r"bem|ok|posso|pode|funciona|as \d)|saber mais|mais (?:informac\w+|detalhes)|ver uma demo|"
        r"quando (?:podemos|pode|poderiamos)",
    ),
    interest=(r"(?:muito |bastante )?(?:interessante|promissor)\b",),
    question=(
        r"quanto custa|(?:como|quanto|qual|onde|quem|que|quando|por que|voces|tem|ha)\b[^.?!]{0,120}\?",
    ),
    thanks=(r"(?:obrigad\w|recebido|anotado|vou (?:ler|ver))",),
    negation=(r"nao\b|nunca\b|sem\b|nem\b|nenhum\w?\b|infelizmente\b|jamais\b",),
    away=(
        r"(?:estou|encontro-me) (?:\w{1,8} )?doente\b",
        r"(?:estarei|estou|estaremos|vou estar) (?:\w{1,6} )?(?:fora|ausente|de ferias|em viagem|"
        r"indisponivel)",
        r"(?:fora do escritorio|de ferias|em ferias|em viagem|de viagem|de licenca|em licenca|"
        r"licenca (?:de )?(?:maternidade|paternidade|medica|parental)|licenca-maternidade|ausente|"
        r"ausencia|ausentar\w*|de baixa|de folga)\b|acesso (?:\w{1,8} )?(?:limitado|restrito)|"
        r"(?:regress\w+|retorno|retornarei|volto|voltarei|estarei de volta|de regresso)\b|no meu regresso|"
        r"na minha ausencia|durante a minha ausencia|nao (?:estou|"
        r"estarei) (?:\w{1,6} ){0,2}(?:no escritorio|disponivel|contactavel)|(?:escritorio|escritorios|"
        r"empresa) (?:\S{1,8} ){0,4}(?:fechad|encerrad)\w+|em caso de urgencia|para assuntos urgentes",
    ),
    left=(
        r"ja nao trabalh\w{1,3}\b|ja nao (?:esta|faz parte|pertence)",
        r"(?:ja nao|nao) (?:\w{1,6} )?(?:trabalh\w+|faz parte|faco parte|esta|estou|colabora|"
        r"pertence) (?:\w{1,6} )?(?:mais |parte |na |no |em |com |nesta |da )|(?:ja nao|"
        r"nao) trabalh\w+ mais|(?:deixou|deixei) (?:a |de trabalhar|de fazer|o )|(?:esta|se aposentou|"
        r"reformou-se|aposentad\w|reformad\w)\b(?=[^.?!]{0,20}(?:aposent|reform))|faleceu|saiu da empresa|"
        r"nao faz mais parte",
    ),
    automatic=(
        r"confirmamos (?:o |a )?(?:recebimento|rececao|recepcao)|acusamos (?:a |o )?rece",
        r"(?:este|esta) (?:\S{1,12} )?(?:e-?mail|caixa|endereco|conta)\b(?: \S{1,14}){0,6}? (?:nao|apenas|"
        r"somente|so)\b",
        r"(?:responderemos|retornaremos|entraremos em conta[c]?to)\b|obrigad\w (?:pelo|por (?:nos|"
        r"seu)) (?:contat|contact|escrev)\w*",
        r"(?:mensagem|resposta|e-?mail) (?:\w{1,8} )?automatic\w|gerad\w automaticamente|(?:nao|favor nao|"
        r"por favor,? nao) respond\w{1,3} (?:a este|a esta|este|esta|diretamente)|nao responda\b|(?:caixa|"
        r"endereco|conta|e-?mail)(?: \S{1,10}){0,4} nao (?:\S{1,6} ){0,2}(?:monitorad\w|monitorizad\w|"
        r"lid\w|ativ\w|verificad\w)|recebemos (?:a |o )?(?:sua|seu|tua|teu|vossa)|(?:sua|seu) (?:mensagem|"
        r"pedido|solicitac\w+|e-?mail) foi (?:\w{1,8} )?(?:recebid|registad|registrad|encaminhad)\w|"
        r"(?:responderemos|entraremos em contato|retornaremos) (?:\w{1,8} ){0,3}(?:em breve|o mais|"
        r"assim que)|confirmac\w+ de leitura",
    ),
    ticket=(
        r"(?:numero|n°|protocolo|referencia) (?:de |do )?(?:ticket|chamado|pedido|atendimento|protocolo)",
    ),
    but=(r"mas\b|porem\b|contudo\b|no entanto\b",),
)
