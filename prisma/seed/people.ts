/** The people of the demo desk and the groups they work in. */
import type { Role } from "../../core/directory/directory";

export type PersonKey = (typeof people)[number]["key"];
export type GroupKey = (typeof groups)[number]["key"];

type Person = {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** What the list of demo accounts says about them. */
  readonly title: string;
};

const person = <Key extends string>(key: Key, name: string, mailbox: string, role: Role, title: string) =>
  ({ key, name, email: `${mailbox}@genba.example`, role, title }) as const satisfies Person;

export const people = [
  person("lin", "林雅筑", "yazhu.lin", "agent", "服務台派工人"),
  person("chen", "陳柏翰", "bohan.chen", "agent", "南港現場組工程師"),
  person("pan", "潘信宏", "xinhong.pan", "agent", "南港現場組工程師"),
  person("wang", "王淑芬", "shufen.wang", "agent", "南港現場組派工人"),
  person("zhang", "張志豪", "zhihao.zhang", "agent", "台中機房組派工人、變更審核"),
  person("li", "李冠廷", "guanting.li", "agent", "台中機房組工程師"),
  person("yang", "楊筱涵", "xiaohan.yang", "agent", "高雄現場組派工人"),
  person("hsu", "許家豪", "jiahao.hsu", "agent", "高雄現場組工程師"),
  person("huang", "黃怡君", "yijun.huang", "agent", "網路系統組派工人"),
  person("wu", "吳宗翰", "zonghan.wu", "agent", "網路系統組工程師"),
  person("liu", "劉佩珊", "peishan.liu", "agent", "應用系統組派工人、變更審議小組召集人"),
  person("tsai", "蔡明哲", "mingzhe.tsai", "agent", "應用系統組工程師"),
  person("zheng", "鄭雅文", "yawen.zheng", "agent", "營運管理處主管、事故所有組"),
  person("hsieh", "謝承恩", "chengen.hsieh", "agent", "營運管理處專員、變更審核"),
  person("zhou", "周俊宏", "junhong.zhou", "agent", "服務台專員"),
  person("tseng", "曾美玲", "meiling.tseng", "requester", "南港廠生產課（開單人員）"),
  person("kuo", "郭建良", "jianliang.kuo", "requester", "高雄轉運站倉管（開單人員）"),
  person("ho", "何思妤", "siyu.ho", "admin", "系統管理員"),
] as const;

type Group = {
  readonly key: string;
  readonly name: string;
  readonly parent: string | null;
  readonly ownsIncidents: boolean;
  readonly leads: readonly string[];
  readonly members: readonly string[];
};

const group = <Key extends string>(
  key: Key,
  name: string,
  parent: string | null,
  leads: readonly PersonKey[],
  members: readonly PersonKey[],
  ownsIncidents = false,
) => ({ key, name, parent, leads, members, ownsIncidents }) as const satisfies Group;

/** A parent stands before its children. */
export const groups = [
  group("it", "資訊服務處", null, ["zheng"], []),
  group("desk", "服務台", "it", ["lin"], ["zhou"], true),
  group("operations", "營運管理處", "it", ["zheng"], ["hsieh"], true),
  group("field", "現場維運", "it", ["wang"], []),
  group("nangang", "南港現場組", "field", ["wang"], ["chen", "pan"]),
  group("taichung", "台中機房組", "field", ["zhang"], ["li"]),
  group("kaohsiung", "高雄現場組", "field", ["yang"], ["hsu"]),
  group("network", "網路系統組", "it", ["huang"], ["wu"]),
  group("application", "應用系統組", "it", ["liu"], ["tsai"]),
  group("review", "變更審議小組", "it", ["liu"], ["zhang", "hsieh"]),
] as const;
