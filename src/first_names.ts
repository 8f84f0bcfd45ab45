// The names that guests are given: ordinary given names from many countries. Data only.
// Each is a name that parseName() takes; none is a reserved word or a common word of English chat.

const TEXT = `
  marcus marie anna richard

  aisling alistair bridget callum catriona deirdre declan eamon eleanor fiona gareth gwen hamish
  harriet isla keith lorna malcolm megan moira nigel oisin rhiannon rhys rory saoirse sinead

  aino anders astrid birgit bjorn dagny eero einar eskil freya greta gunnar gudrun hanna ingrid
  johanna jorgen kirsten lars leif linnea magnus mikko niels olaf pekka ragnar signe sigrid solveig
  sven tarja thora torsten ulla yrsa

  amelie antoine arnaud beatrice bernard camille celine claire denis edouard elodie etienne fabien
  gaston helene jacques juliette laurent lucie mathilde odile pascal sylvie thierry valerie yannick
  anke dieter elke fritz gerda heidi helmut jutta jurgen klaus lieselotte matthias monika otto
  renate sabine stefan ulrike uwe wolfgang bram femke joost maarten sanne thijs wouter

  alvaro beatriz carmen consuelo diego emilio esteban gonzalo ignacio ines jimena joaquim lourdes
  manuela nuno paulo pilar ramiro rodrigo rosario tomas alessia bruno chiara dario elisa fabrizio
  giulia lorenzo luca matteo ornella paola renzo silvia vittoria

  agnieszka andrzej bogdan danica dragan elena goran grzegorz iva jadranka jana jaroslav kasia
  katarina ljubica magda marek milos mirela nadia nikola pavel petra radu snezana stanislav tereza
  vaclav vesna vladimir wanda zdenek zoltan zsofia agnes balazs eszter gyula ilona laszlo
  aleksei anastasia dmitri galina katya larisa mikhail natasha oksana oleg olga svetlana taras
  yaroslava aivars kaisa laima rasa tiiu vytautas agron besa drita ilir

  alexandros despina eleni giorgos kostas nikos stavros thalia vasiliki ani armen gayane hovhannes
  tigran davit ketevan nino tamar zurab ayse burak defne emre fatma kemal leyla mehmet orhan
  selim yildiz zeynep

  abdullah ahmed amina bashir dalia fadi farida hala hassan ibrahim jamila karim khalid layla
  mahmoud mariam nabil noor omar rania salma samir tariq yasmin yusuf zahra ariel avigail dov
  eitan miriam noam shira tzipora yael arash darius farhad golnaz kaveh mina parisa roya shirin

  abebe adaeze adjoa akua amara ayodele babatunde chiamaka chidi chinua dawit emeka eshe farai
  folake hirut imani jabari kamau khadija kofi kwame lindiwe makena mandla nandi nia nkechi
  nomvula obinna rudo sefu sipho tadesse tendai thandiwe themba wanjiru zawadi zola

  aarav aditi amit ananya arjun chandra deepa divya farhana gopal indira ishaan kavita lakshmi
  madhav meera mohan nasreen nikhil padma priya rahul rajesh ravi sanjay shanti sunita tahmina
  uma vijay vikram anjali bishnu dilani kumari nuwan pasang sandun tenzin

  aibek aigul bakyt daniyar gulnara nurlan rustam timur zarina batbayar bolormaa khulan tuya
  akiko daisuke emiko haruka haruto hiroshi kaori kenji mariko naoki sakura satoshi takumi yoko
  yuki eunji haejin jihoon jisoo minjun seoyeon soojin sunghee guang jing liang meiling
  ming ning qiang shu tao weiming xiuying yan zhen

  bayani dalisay rizal agus budi dewi indah kartika putri ratna siti wayan aisyah azlan
  farah hafiz kanya malee niran somchai suda bopha dara sokha vanna chanthou hien khanh
  linh minh ngoc thuy tuan hla kyaw thiri zaw

  aroha hine manaia ngaire rangi tama wiremu alofa sione tevita leilani kalani keanu
  malia noelani kirra jedda moana vaea

  aiyana dakota nayeli xochitl itzel citlali inti sayri amaru luana iara
  ubirajara jacira catalina cesar fernanda gustavo isabela joao mateus paloma raul thiago ximena
  yolanda marisol guadalupe desmond shanice jerome lashawn tyrone winston clyde ruth walter
  edith harold irene leonard martha norman stella theodore vernon
`;

/** Lower-case ASCII, 3 to 10 letters, all different. */
export const FIRST_NAMES: readonly string[] = TEXT.trim().split(/\s+/);
